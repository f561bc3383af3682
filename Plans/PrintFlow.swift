public import Operations
public import RunbookBase
public import Runbooks

/// Print-Flow-360's environment: where its database, files, application and people are.
public struct PrintFlow: Estate {
  /// The name given to `--estate`.
  public let name: String
  /// One line that is always shown.
  public let summary: String
  /// The server of `live_db` and `admin_db`.
  public let postgres: PostgreSQL
  /// The cluster behind that server.
  public let cluster: Cluster<Production>
  /// Central data and all tenants' rows (seed §1.1, row 1).
  public let live: Database<Production>
  /// Super-admin data (row 2).
  public let admin: Database<Production>
  /// The throwaway database of a tenant restore (§3.3).
  public let scratch: Database<Scratch>
  /// pgBackRest for the stanza `printflow`.
  public let pgBackRest: PgBackRest
  /// Uploaded files and print-ready PDFs (rows 3 and 4).
  public let files: Bucket<Production>
  /// The copy in the other region.
  public let replica: Bucket<Production>
  /// The S3 API.
  public let s3: ObjectStore
  /// Every place where the database stores a path (§3.5).
  public let paths: [PathColumn]
  /// The Laravel application.
  public let app: Artisan
  /// The storefront.
  public let website: Website
  /// The other machines that serve the application beside the one of `app` and `website`.
  public let furtherHosts: [ApplicationHost]
  /// The queue of print files, in a Redis of its own (row 5).
  public let printQueue: Queue
  /// Where the staff reads along.
  public let chat: Chat
  /// Where customers read how it stands.
  public let statusPage: StatusPage
  /// The shop's name; nil where DNS is at a vendor and a person repoints it.
  public let names: NameService?
  /// The cluster of the DR region (§5.5), restored from the cross-region repository.
  public let standIn: StandIn
  /// Where this environment drills (§4).
  public let drills: Drills
  /// Variables that every command sees.
  public let environment: [String: String]
  /// Who may be asked, by role.
  public let contacts: [Role: String]
  /// Whether an answer file may play the Incident Commander.
  public let allowsAnswerFiles: Bool

  /// Whose signatures release a gate.
  public let signOff: SignOff?

  /// The ways to tell those outside: the chat; the status page knows one incident by its id, which the steps of a runbook keep.
  public var channels: [StatusChannel] { [StatusChannel("chat", chat.say("\(StatusChannel.text)"))] }

  /// §5 and §6.3: what every branch of the playbook stands behind.
  static let declared =
    "severity is declared and the Incident Commander paged before the program is started (seed §5, §6.3): a plan's page names whom to call"

  /// Where the commands run.
  public var operatorHost: Host { .here }

  /// The DR region's side of a failover.
  public struct StandIn: Sendable {
    /// The cluster to restore into.
    public let cluster: Cluster<Production>
    /// pgBackRest, reading the cross-region repository alone (lab-pg §2.4, trap 7).
    public let pgBackRest: PgBackRest
    /// The application in that region.
    public let app: Artisan
    /// The storefront in that region.
    public let website: Website
    /// The queue in that region, empty until the application is there; a Redis of its own as in the lost region.
    public let printQueue: Queue
    /// The machine of that Redis.
    public let queueHost: Host
    /// What its commands see beside the estate's own: that region's endpoint of the S3 API.
    public let environment: [String: String]
    /// Sets the application up there, from its code and from the secrets manager; nil where a person does it.
    public let deploy: Command?
  }

  /// What an approval is bound to: the names of everything that a plan can touch.
  public var facts: JSON {
    [
      "postgres": .string("\(postgres.host):\(postgres.port)"), "dataDirectory": .string(cluster.dataDirectory.text),
      "live": .string(live.name.text), "admin": .string(admin.name.text), "scratch": .string(scratch.name.text),
      "stanza": .string(pgBackRest.stanza.text), "bucket": .string(files.name), "replica": .string(replica.name),
      "tenantBuckets": JSON([files, replica].compactMap { $0.tenants?.argument }),
      "application": .string(app.directory.text),
      "furtherHosts": JSON(furtherHosts.map { "\($0.app.host.name):\($0.app.directory.text) \($0.website.address)" }),
      "queue": .string("\(printQueue.redis.host):\(printQueue.redis.port)/\(printQueue.name)"),
      "standIn": .string(standIn.cluster.dataDirectory.text),
      "standInQueue": .string("\(standIn.printQueue.redis.host):\(standIn.printQueue.redis.port)/\(standIn.printQueue.name)"),
      "paths": JSON(paths.map(\.argument)), "drill": .string(drills.ground.folder.text), "drillBucket": .string(drills.ground.bucket.name),
      "drillPort": JSON(drills.ground.cluster.server.port), "drillLog": .string(drills.log.folder.text),
    ]
  }
}

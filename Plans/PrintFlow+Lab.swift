import Operations
public import RunbookBase
import Runbooks

extension PrintFlow {
  /// The lab on loopback, described by the `estate.json` that `Examples/Lab/lab up` writes.
  ///
  /// - Throws: `Problem` with code 2 that names the member that is missing or wrong.
  public static func lab(_ json: JSON) throws(Problem) -> PrintFlow {
    let lab = LabFile(json)
    var environment: [String: String] = [:]
    for member in json["environment"]?.members ?? [] { environment[member.key] = try lab.text("environment", member.key) }
    environment["AWS_ENDPOINT_URL"] = try lab.text("s3", "endpoint")
    environment["HOME"] = "/"
    environment["PATH"] = try lab.searchPath
    let backups = try AbsolutePath(parsing: lab.text("backups")).text
    guard backups.hasSuffix("/backups"), backups != "/backups" else {
      throw lab.problem("“backups” of the lab's estate.json does not end in /backups")
    }
    let folder = String(backups.dropLast("/backups".count))
    let region = try lab.text("s3", "region")
    let postgres = PostgreSQL(
      host: try lab.text("postgres", "host"), port: try lab.number("postgres", "port"),
      user: try Identifier(parsing: lab.text("postgres", "user")), environment: [:])
    let data = try AbsolutePath(parsing: lab.text("postgres", "dataDirectory"))
    let program = try lab.text("postgres", "binaries") + "/pg_ctl"
    let manager = { (member: String) throws(Problem) in
      Cluster<Production>.Manager.pgCtl(
        program: program, options: try "-c config_file=" + lab.text(member, "configuration"), log: try lab.text(member, "log"))
    }
    let owner = lab.words("postgres", "asOwner")
    let cluster = Cluster<Production>(postgres, dataDirectory: data, manager: try manager("postgres"), asOwner: owner)
    let away = ["AWS_ENDPOINT_URL": try lab.text("s3", "replica", "endpoint")]
    let server = PostgreSQL(
      host: try lab.text("dr", "host"), port: try lab.number("dr", "port"), user: postgres.user, environment: [:])
    let standIn = Cluster<Production>(
      server, dataDirectory: try AbsolutePath(parsing: lab.text("dr", "dataDirectory")), manager: try manager("dr"), asOwner: owner,
      host: try lab.drHost)
    let stanza = { (path: String...) throws(Problem) in
      PgBackRest(
        stanza: try Identifier(parsing: lab.text(path + ["stanza"])),
        configuration: try AbsolutePath(parsing: lab.text(path + ["configuration"])))
    }
    let app = Artisan(directory: try AbsolutePath(parsing: folder + "/www"))
    let website = Website(try lab.text("app", "url"))
    return PrintFlow(
      name: "lab", summary: "Print-Flow-360, the lab in \(folder)", postgres: postgres, cluster: cluster,
      live: Database("live_db", on: postgres), admin: Database("admin_db", on: postgres),
      scratch: Database("live_db_scratch", on: postgres),
      pgBackRest: try stanza("pgbackrest"), files: Bucket(try lab.text("s3", "bucket"), region: region, tenants: tenantBuckets),
      replica: Bucket(try lab.text("s3", "replica", "bucket"), region: try lab.text("s3", "replica", "region"), tenants: tenantReplicas),
      s3: ObjectStore(),
      paths: storedPaths, app: app,
      website: website, furtherHosts: try lab.furtherHosts,
      printQueue: try lab.queue("redis"),
      chat: Chat(configuration: try lab.path("endpoints", "chatConfiguration")),
      statusPage: StatusPage(
        try lab.text("endpoints", "statusPage"), configuration: try lab.path("endpoints", "statusPageConfiguration")),
      names: NameService(
        try lab.text("dns", "name"), zone: try lab.text("dns", "zone"), home: try lab.text("dns", "home"),
        away: try lab.text("dns", "away"), environment: away),
      standIn: StandIn(
        cluster: standIn, pgBackRest: try stanza("dr", "pgbackrest"),
        app: Artisan(directory: try lab.path("dr", "app", "directory"), environment: away),
        website: Website(try lab.text("dr", "app", "url")), printQueue: try lab.queue("dr", "redis"), queueHost: try lab.drHost,
        environment: away,
        deploy: Command(try lab.text("dr", "app", "deploy"), ["deploy"], effect: .writes).environment("RUNBOOK_LAB", "\(folder)")),
      drills: try lab.drills(folder: folder, region: region, user: postgres.user), environment: environment,
      contacts: [
        .incidentCommander: "whoever plays the lab", .restoreOperator: "whoever plays the lab", .commsLead: "whoever plays the lab",
      ], allowsAnswerFiles: true,
      signOff: try lab.signOff)
  }
}

/// Reads the lab's description, naming what is missing.
struct LabFile {
  let json: JSON

  init(_ json: JSON) {
    self.json = json
  }

  func problem(_ summary: String) -> Problem { Problem(.usage, summary, hint: "start the lab again: Examples/Lab/lab up") }

  func member(_ path: [String]) throws(Problem) -> JSON {
    var value = json
    for key in path {
      guard let next = value[key] else {
        throw problem("the lab's estate.json has no “\(path.joined(separator: "."))”")
      }
      value = next
    }
    return value
  }

  func text(_ path: String...) throws(Problem) -> String { try text(path) }

  func text(_ path: [String]) throws(Problem) -> String {
    guard let text = try member(path).stringValue else {
      throw problem("“\(path.joined(separator: "."))” of the lab's estate.json is no text")
    }
    return text
  }

  func path(_ path: String...) throws(Problem) -> AbsolutePath { try self.path(path) }

  func path(_ path: [String]) throws(Problem) -> AbsolutePath { try AbsolutePath(parsing: text(path)) }

  func number(_ path: String...) throws(Problem) -> Int { try number(path) }

  func number(_ path: [String]) throws(Problem) -> Int {
    guard let number = try member(path).intValue, (1...65535).contains(number) else {
      throw problem("“\(path.joined(separator: "."))” of the lab's estate.json is no port")
    }
    return Int(number)
  }

  /// A region's queue and its Redis.
  func queue(_ path: String...) throws(Problem) -> Queue {
    Queue(
      try text(path + ["queue"]),
      in: Redis(
        host: try text(path + ["host"]), port: try number(path + ["port"]), directory: try self.path(path + ["directory"]),
        configuration: try self.path(path + ["configuration"]), manager: .daemon(pidFile: try self.path(path + ["pidFile"])),
        password: PrintFlow.redisPassword))
  }

  /// The DR host over the lab's sshd, where one runs.
  var drHost: Host {
    get throws(Problem) {
      guard json["dr"]?["ssh"] != nil else { return .here }
      return Host(
        "dr-database",
        over: try Reach(
          parsing: text("dr", "ssh", "destination"), knownHosts: path("dr", "ssh", "knownHosts"), identity: path("dr", "ssh", "identity"),
          folder: path("dr", "ssh", "folder")))
    }
  }

  /// Keys instead of typed names, once `Examples/Lab/lab keys` has made some.
  var signOff: SignOff? {
    get throws(Problem) {
      guard json["signOff"] != nil else { return nil }
      let rule = ApprovalPolicy.Rule(quorum: Int(clamping: json["signOff"]?["quorum"]?.intValue ?? 1), allowsBreakGlass: true)
      return SignOff(
        trust: try AbsolutePath(parsing: text("signOff", "trust")), keeper: .theOperator, policy: ApprovalPolicy(destroying: rule),
        exchange: try AbsolutePath(parsing: text("signOff", "exchange")))
    }
  }

  /// The second host of the application, in a lab that has one.
  var furtherHosts: [PrintFlow.ApplicationHost] {
    get throws(Problem) {
      guard json["app"]?["second"] != nil else { return [] }
      let app = Artisan(directory: try path("app", "second", "directory"))
      return [PrintFlow.ApplicationHost(app, Website(try text("app", "second", "url")))]
    }
  }

  /// A list of words; empty when the member is not there.
  func words(_ path: String...) -> [String] {
    (try? member(path))?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// The lab's own programs first: the server's version and the `aws` of its Python environment.
  var searchPath: String {
    get throws(Problem) {
      let aws = try text("aws")
      let folder = String(aws[..<(aws.lastIndex(of: "/") ?? aws.endIndex)])
      return try [text("postgres", "binaries"), folder, "/usr/local/bin", "/usr/bin", "/bin"].joined(separator: ":")
    }
  }
}

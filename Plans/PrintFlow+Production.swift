import Operations
import Runbooks

extension PrintFlow {
  /// Production, with the seed's own names (§1.1, §2.1).
  public static let production: PrintFlow = {
    let postgres = PostgreSQL(host: "localhost", port: 5432, user: "printflow")
    let sudo = ["sudo", "-n", "-u", "postgres"]
    let systemd = Cluster<Production>.Manager.systemd(unit: "postgresql@16-main")
    let path = { (text: StaticString) in AbsolutePath(literal: text) }
    return PrintFlow(
      name: "production", summary: "Print-Flow-360, production", postgres: postgres,
      cluster: Cluster(
        postgres, dataDirectory: path("/var/lib/postgresql/16/main"), manager: systemd, asOwner: sudo, asRoot: ["sudo", "-n"]),
      live: Database("live_db", on: postgres), admin: Database("admin_db", on: postgres),
      scratch: Database("live_db_scratch", on: postgres),
      pgBackRest: PgBackRest(stanza: "printflow"), files: Bucket("printflow360", region: "us-east-1", tenants: tenantBuckets),
      replica: Bucket("printflow360-replica", region: "eu-west-1", tenants: tenantReplicas), s3: ObjectStore(), paths: storedPaths,
      app: Artisan(directory: path("/var/www/printflow")), website: Website("http://localhost:8000"),
      // A second application host belongs here, by its own address behind the load balancer: maintenance mode holds on one alone.
      furtherHosts: [],
      printQueue: Queue(
        "bull:print-files",
        in: Redis(
          host: "localhost", port: 6379, directory: path("/var/lib/redis"), configuration: path("/etc/redis/redis.conf"),
          manager: .systemd(unit: "redis-server"), asOwner: ["sudo", "-n", "-u", "redis"], asRoot: ["sudo", "-n"],
          password: redisPassword)),
      chat: Chat(configuration: path("/etc/runbook/chat.curl")),
      statusPage: StatusPage("https://api.statuspage.io/v1/pages/printflow360", configuration: path("/etc/runbook/status-page.curl")),
      names: nil,
      // The hosts' keys are in /etc/runbook/known_hosts, put there when the hosts were built; no other key is believed.
      standIn: StandIn(
        cluster: Cluster(
          // By its name, also on the host itself: what is asked from here must not meet the lost region's server.
          PostgreSQL(host: "dr-database", port: 5432, user: "printflow"), dataDirectory: path("/var/lib/postgresql/16/main"),
          manager: systemd,
          asOwner: sudo, asRoot: ["sudo", "-n"], host: Host("dr-database", over: Reach(literal: "runbook@dr-database"))),
        pgBackRest: PgBackRest(stanza: "printflow", configuration: path("/etc/pgbackrest/dr.conf")),
        app: Artisan(directory: path("/var/www/printflow"), host: Host("dr-app", over: Reach(literal: "runbook@dr-app"))),
        // By its name as well: the same address as the primary's would let the lost region's application pass for this one.
        website: Website("http://dr-app:8000"),
        printQueue: Queue(
          "bull:print-files",
          in: Redis(
            host: "dr-redis", port: 6379, directory: path("/var/lib/redis"), configuration: path("/etc/redis/redis.conf"),
            manager: .systemd(unit: "redis-server"), asOwner: ["sudo", "-n", "-u", "redis"], asRoot: ["sudo", "-n"],
            password: redisPassword)),
        queueHost: Host("dr-redis", over: Reach(literal: "runbook@dr-redis")),
        environment: ["AWS_DEFAULT_REGION": "eu-west-1"], deploy: nil),
      drills: Drills(
        ground: DrillGround(
          folder: path("/var/lib/postgresql/drill"), port: 5499, user: "printflow", programs: "/usr/lib/postgresql/16/bin", asOwner: sudo,
          bucket: Bucket("printflow360-drill", region: "eu-west-1", tenants: tenantReplicas),
          app: ScratchApplication(
            website: Website("http://localhost:8001"), start: ["sudo", "-n", "systemctl", "start", "printflow-drill"],
            stop: ["sudo", "-n", "systemctl", "stop", "printflow-drill"])),
        log: DrillLog(folder: path("/srv/printflow-ops/readme/drills")),
        away: PgBackRest(stanza: "printflow", configuration: path("/etc/pgbackrest/dr.conf")),
        dumps: Bucket("printflow360-db-backups", region: "eu-west-1"),
        weeklyHeartbeat: "https://hc-ping.com/DRILL_UUID", monthlyHeartbeat: "https://hc-ping.com/GAME_DAY_UUID"),
      environment: [:],
      contacts: [
        .incidentCommander: "fill in (seed §6.2)", .commsLead: "fill in (seed §6.2)", .restoreOperator: "fill in (seed §6.2)",
      ],
      allowsAnswerFiles: false,
      // Root's files: who runs a restore does not decide who may approve it. One Incident Commander signs (seed §6.1); raise the quorum
      // where more people are on call.
      signOff: SignOff(
        trust: path("/etc/runbook/trust"), policy: ApprovalPolicy(destroying: ApprovalPolicy.Rule(allowsBreakGlass: true))))
  }()

  /// Of the queue's Redis; `redis-cli` looks for it in the same variable.
  static let redisPassword = Secret("redis-password", variable: "REDISCLI_AUTH")

  /// §2.3: some tenants' print files lie in a bucket of their own, with a replica of its own.
  static let tenantBuckets = TenantBuckets("tenants", "own_bucket", prefix: "printflow360-tenant-")
  /// Their copies in the other region; a drill only reads them.
  static let tenantReplicas = TenantBuckets("tenants", "own_bucket", prefix: "printflow360-replica-tenant-")

  /// §3.5: every column that stores a path, relative to the bucket.
  static let storedPaths = [
    PathColumn("designer_documents", "print_ready_file", .member("image"), recovery: .regenerate, isInTenantBucket: true),
    PathColumn("orders", "design_print_ready_file", .member("image"), recovery: .regenerate, isInTenantBucket: true),
    PathColumn("customers", "image"),
    PathColumn("products", "image"),
    PathColumn("uploads", "image", id: "number"),
    PathColumn("tenants", "branding_css", tenant: "id"),
    PathColumn("BrandingAssets", "logoPath"),
  ]
}

import Operations
import RunbookBase
import Runbooks
import Testing

@Suite("Clusters, their service managers and pgBackRest") struct ClusterTests {
  typealias W = Workshop

  static let managers: [(Cluster<Production>.Manager, String, String)] = [
    (
      .systemd(unit: "postgresql@16-main"), "sudo -n systemctl stop postgresql@16-main [writes]",
      "sudo -n systemctl start postgresql@16-main [writes]"
    ),
    (
      .pgCtlCluster(version: "16", name: "main"), "sudo -n pg_ctlcluster 16 main stop --mode=fast [writes]",
      "sudo -n pg_ctlcluster 16 main start [writes]"
    ),
    (
      .pgCtl(program: "/bin/pg_ctl", options: "-c config_file=/c", log: "/l"),
      "sudo -n -u postgres /sbin/start-stop-daemon --stop --oknodo --remove-pidfile --retry=INT/120 --pidfile=/data/postmaster.pid "
        + "--exec=/bin/postgres [writes]",
      "sudo -n -u postgres /bin/pg_ctl --pgdata=/data --options=-c config_file=/c --log=/l --wait --silent start [writes]"
    ),
  ]

  @Test("each service manager stops and starts the server in its own words", arguments: managers)
  func stopAndStart(manager: Cluster<Production>.Manager, stop: String, start: String) {
    let cluster = W.cluster(manager)
    #expect(cluster.stop().line == stop)
    #expect(cluster.start().line == start)
    let machine = Command("uname", ["--nodename"], effect: .reads)
    #expect(cluster.stop().target == Target("cluster:db1:/data", realm: .production, identity: machine))
  }

  @Test("stopped is when the server's file is gone, promoted when recovery is over; both are waited for")
  func states() {
    let cluster = W.cluster(.systemd(unit: "u"))
    #expect(cluster.isStopped.line == "sudo -n -u postgres test ! -e /data/postmaster.pid [reads] exits with 0")
    #expect(cluster.isStopped.patience == .minutes(2))
    #expect(cluster.isPromoted.pipeline.commands[0].input?.template == "SELECT pg_is_in_recovery();\n")
    #expect(cluster.isPromoted.criterion == .equals("f"))
    #expect(cluster.isPromoted.patience == .minutes(30))
    #expect(
      cluster.isPromoted.hopes.map(\.line) == ["systemctl show --property=ActiveState --value u [reads] ≠ failed"],
      "a server that gave up is not waited for")
  }

  @Test("a restore destroys the data directory; with a target it names type, moment, action and set")
  func restores() throws {
    let cluster = W.cluster(.systemd(unit: "u"))
    let tool = PgBackRest(stanza: "printflow")
    #expect(tool.restore(cluster).line == "sudo -n -u postgres pgbackrest --stanza=printflow --delta restore [destroys]")
    if case .destroys(let what) = tool.restore(cluster).effect { #expect(what.template == "the data directory /data") }
    let words = "sudo -n -u postgres pgbackrest --stanza=printflow --delta"
    #expect(tool.restore(cluster, from: Parameter("s", "", default: .latest)).line == "\(words) ‹s› restore [destroys]")
    #expect(tool.restore(cluster, from: Parameter(bound: .latest)).line == "\(words) restore [destroys]")
    #expect(
      try tool.restore(cluster, from: Parameter(bound: BackupChoice(parsing: "20260615-020003F"))).line
        == "\(words) --set=20260615-020003F restore [destroys]")
  }

  @Test(
    "a recovery names its target in pgBackRest's own words, what it does there, and the set",
    arguments: [
      ("2026-06-15T16:05:00.25+02:00", "--type=time --target=2026-06-15 14:05:00.25+00"), ("xid:1234", "--type=xid --target=1234"),
      ("lsn:0/16b3748", "--type=lsn --target=0/16B3748"), ("immediate", "--type=immediate"),
    ])
  func recoveries(target: String, words: String) throws {
    let cluster = W.cluster(.systemd(unit: "u"))
    let command = PgBackRest(stanza: "printflow").restore(
      cluster, to: Parameter(bound: try RecoveryTarget(parsing: target)),
      from: Parameter(bound: try BackupLabel(parsing: "20260615-020003F")))
    #expect(
      command.line == "sudo -n -u postgres pgbackrest --stanza=printflow --delta \(words) --target-action=promote --set=20260615-020003F "
        + "restore [destroys]")
  }

  @Test("a set covers a moment when it is whole and ended before it; other targets ask for a whole set alone")
  func covers() throws {
    let cluster = W.cluster(.systemd(unit: "u"))
    let set = Parameter(bound: try BackupLabel(parsing: "20260615-020003F"))
    let info = "sudo -n -u postgres pgbackrest --stanza=printflow --output=json --set=20260615-020003F info [reads]"
    for (target, limit) in [("2026-06-15T14:05:00Z", "1781532300"), ("xid:5", "9999999999")] {
      #expect(
        try PgBackRest(stanza: "printflow").covers(Parameter(bound: RecoveryTarget(parsing: target)), from: set, cluster).line
          == "\(info) 0.backup.0.error = false and 0.backup.0.timestamp.stop ≤ \(limit)")
    }
  }

  @Test("configuration and repository are named where they are not the default; looking only reads")
  func tools() {
    let cluster = W.cluster(.systemd(unit: "u"))
    let tool = PgBackRest(stanza: "printflow", configuration: AbsolutePath(literal: "/dr.conf"), repository: 2)
    let words = "sudo -n -u postgres pgbackrest --stanza=printflow --config=/dr.conf --repo=2"
    #expect(tool.fullBackup(cluster).line == "\(words) --type=full backup [writes]")
    #expect(tool.check(cluster).line == "\(words) check [reads]")
    #expect(
      tool.holdsBackup(cluster).line
        == "\(words) --output=json info [reads] | runbook measure backups [reads] holds “held:”")
    #expect(
      tool.answers(cluster).line
        == "\(words) --output=json info [reads] 0.status.message = ok and 0.backup.last.label prints something")
  }

  @Test("the application is down when its file says so: both answers of the program are 0")
  func application() {
    let app = Artisan(directory: AbsolutePath(literal: "/www"), host: Host("web1"))
    #expect(app.down().line == "php artisan down --render=errors::503 [writes]")
    #expect(app.down().difference?.contains("--secret") == true)
    #expect(app.up().line == "php artisan up [writes]")
    #expect(app.up().workingDirectory?.template == "/www")
    #expect(app.up().target == Target("app:web1:/www", realm: .production, identity: Command("uname", ["--nodename"], effect: .reads)))
    #expect(app.isDown.line == "test -e /www/storage/framework/down [reads] exits with 0")
    #expect(app.isUp.line == "test ! -e /www/storage/framework/down [reads] exits with 0")
    #expect(
      Website("https://example.com").fetch("/up").line
        == "curl --fail --silent --show-error --max-time 10 --output /dev/null https://example.com/up [reads]")
  }
}

import Glibc
import RunbookBase
import RunbookSystem
import RunbookTenant
import Synchronization
import Testing

@Suite("Others at work meanwhile", .enabled(if: Cluster.isAvailable, Cluster.missing))
struct ConcurrencyTests {
  static let schema = """
    CREATE TABLE t (id serial PRIMARY KEY, tenant_id int NOT NULL, v text); INSERT INTO t (tenant_id) SELECT g % 2 FROM generate_series(1, 1000) g;
    """

  /// A psql that runs on its own until it is waited for.
  static func start(_ sql: String, _ lab: Lab) throws -> Child {
    let input = try FileDescriptor.pipe()
    defer { input.readEnd.closeQuietly() }
    let child = try Child.spawn(
      SpawnRequest(
        executable: lab.cluster.bin + "/psql", arguments: ["psql", "-X", "-q", "--set=ON_ERROR_STOP=1"],
        environment: ["PGHOST": lab.cluster.directory, "PGPORT": "15600", "PGUSER": "postgres", "PGDATABASE": lab.name + "_p"],
        standardInput: input.readEnd))
    try input.writeEnd.writeAll(sql)
    input.writeEnd.closeQuietly()
    return child
  }

  @Test("a writer waits while rows are restored, readers go on, and the writer's row stays")
  func writer() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1")
    let digest = try TenantRows.diff(lab.configuration("1")).digest
    let seen = Mutex<[String]>([])
    let writer = Mutex<Child?>(nil)
    let configuration = lab.configuration("1") {
      $0.log = { line in
        guard line.hasPrefix("inserting") else { return }
        let child = try? Self.start("INSERT INTO t (tenant_id, v) VALUES (1, 'meanwhile'), (0, 'meanwhile')", lab)
        writer.withLock { $0 = child }
        Clock.sleep(milliseconds: 300)
        let waiting = child?.hasExited() == false ? "writer waits" : "writer done"
        let read = (try? lab.production("SELECT count(*) FROM t WHERE tenant_id = 1")) ?? []
        seen.withLock { $0 = [waiting, read.first?.first ?? "no answer"] }
      }
    }
    #expect(try TenantRows.apply(configuration, approved: digest).inserted == 500)
    #expect(writer.withLock { $0?.wait() } == .exited(0))
    #expect(seen.withLock { $0 } == ["writer waits", "0"])
    #expect(
      try lab.production("SELECT tenant_id, count(*), count(v) FROM t GROUP BY 1 ORDER BY 1") == [["0", "501", "1"], ["1", "501", "1"]])
  }

  @Test("rows written between diff and apply stay and need no new approval")
  func between() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1")
    let configuration = lab.configuration("1")
    let digest = try TenantRows.diff(configuration).digest
    try lab.production("INSERT INTO t (tenant_id, v) VALUES (0, 'new')")
    #expect(try TenantRows.apply(configuration, approved: digest).inserted == 500)
    try lab.production("DELETE FROM t WHERE tenant_id = 1 AND id < 500; INSERT INTO t (tenant_id, v) VALUES (1, 'new')")
    let again = try TenantRows.diff(configuration)
    try lab.production("INSERT INTO t (tenant_id, v) VALUES (1, 'newer')")
    #expect(try TenantRows.apply(configuration, approved: again.digest).inserted == 250)
    #expect(try lab.production("SELECT count(*) FROM t WHERE v LIKE 'new%'") == [["3"]])
  }

  @Test("a table that somebody keeps locked ends in busy after the time given, with nothing written")
  func locked() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1")
    let digest = try TenantRows.diff(lab.configuration("1")).digest
    let holder = try Self.start("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE; SELECT pg_sleep(30);", lab)
    defer { holder.wait() }
    defer { holder.signalGroup(SIGKILL) }
    while try lab.production(
      "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE mode = 'RowExclusiveLock' AND datname = current_database()")
      == []
    {
      Clock.sleep(milliseconds: 20)
    }
    let problem = try problem { _ = try TenantRows.apply(lab.configuration("1") { $0.lockTimeoutSeconds = 1 }, approved: digest) }
    #expect(problem.code == .busy)
    #expect(try lab.production("SELECT count(*) FROM t WHERE tenant_id = 1") == [["0"]])
  }

  @Test(
    "killing the engine at any stage leaves production as it was, locks released",
    arguments: ["locking", "inserting", "moving", "committing"])
  func killed(_ stage: String) async throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1; SELECT setval('t_id_seq', 1)")
    let (before, sequences) = (try lab.fingerprint(), try lab.sequences())
    let (psql, host, name) = (lab.cluster.bin + "/psql", lab.cluster.directory, lab.name)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [psql = psql as String, host = host as String, name = name as String, stage = stage as String] in
      let configuration = TenantRows.Configuration(
        psql: psql, source: TenantConnection(host: host, port: 15600, user: "postgres", database: name + "_s"),
        target: TenantConnection(host: host, port: 15600, user: "postgres", database: name + "_p"), tenant: "1", workDirectory: host,
        log: { line in if line.hasPrefix(stage) { kill(getpid(), SIGKILL) } })
      var diffing = configuration
      diffing.log = { _ in }
      let diff = try TenantRows.diff(diffing)
      _ = try TenantRows.apply(configuration, approved: diff.digest)
    }
    // The next restore gets its locks and finds the same work.
    #expect(try lab.fingerprint() == before)
    #expect(try lab.sequences() == sequences)
    #expect(try lab.restore("1").inserted == 500)
  }

  @Test("a lost psql is told as such, and nothing is written")
  func lostConnection() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1")
    let digest = try TenantRows.diff(lab.configuration("1")).digest
    let configuration = lab.configuration("1") {
      $0.log = { line in
        guard line.hasPrefix("inserting") else { return }
        _ = try? lab.run(setUp: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(lab.name)_p'", on: "postgres")
      }
    }
    let problem = try problem { _ = try TenantRows.apply(configuration, approved: digest) }
    #expect(problem.code == .stepFailed)
    #expect(try lab.production("SELECT count(*) FROM t WHERE tenant_id = 1") == [["0"]])
  }

  @Test("a commit whose answer was lost is looked up, not guessed")
  func lostCommit() throws {
    let lab = try Lab(Self.schema)
    try lab.production("DELETE FROM t WHERE tenant_id = 1 AND id > 1")
    let digest = try TenantRows.diff(lab.configuration("1")).digest
    let configuration = lab.configuration("1") {
      $0.log = { line in
        guard line.hasPrefix("committing") else { return }
        _ = try? lab.run(setUp: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(lab.name)_p'", on: "postgres")
      }
    }
    let problem = try problem { _ = try TenantRows.apply(configuration, approved: digest) }
    #expect(problem.code == .stepFailed)
    #expect(problem.summary.contains("aborted"))
    #expect(try lab.production("SELECT count(*) FROM t WHERE tenant_id = 1") == [["1"]])
  }

  @Test("a commit that happened although its answer was lost counts as done, because production says so")
  func committedUnheard() throws {
    let lab = try Lab(Self.schema)
    let before = try lab.fingerprint()
    try lab.production("DELETE FROM t WHERE tenant_id = 1")
    // A psql that hears nothing more once COMMIT has been passed on.
    let deaf = try Files.temporaryDirectory(prefix: "deaf") + "/psql"
    defer { try? Files.removeTree(Files.directory(of: deaf) ?? deaf) }
    let script = """
      #!/bin/bash
      while IFS= read -r line; do printf '%s\\n' "$line"; [ "$line" != "COMMIT;" ] || exit 0; done | \(lab.cluster.bin)/psql "$@"
      """
    try Files.writeDurably(Array(script.utf8), to: deaf, mode: 0o755)
    let digest = try TenantRows.diff(lab.configuration("1")).digest
    let told = Mutex<[String]>([])
    let applied = try TenantRows.apply(
      lab.configuration("1") {
        $0.psql = deaf
        $0.log = { line in told.withLock { $0.append(line) } }
      }, approved: digest)
    #expect(applied.inserted == 500)
    #expect(told.withLock { $0.last?.hasSuffix("was committed although the connection was lost") } == true)
    #expect(try lab.fingerprint() == before)
  }
}

import Operations
import Runbooks
import Testing

@Suite("PostgreSQL's commands as values") struct PostgreSQLTests {
  typealias W = Workshop
  let connection = "--host=db1 --port=5433 --username=printflow --no-password"

  @Test("databases are made and dropped in Scratch, on the server that was named, and nothing asks for a password")
  func databases() {
    #expect(W.server.create(W.scratch).line == "createdb \(connection) --template=template0 live_db_scratch [writes]")
    #expect(W.server.drop(W.scratch).line == "dropdb \(connection) --if-exists --force live_db_scratch [writes]")
    #expect(W.server.create(W.scratch).target?.name == "postgres:db1:5433/live_db_scratch")
    #expect(W.server.create(W.scratch).target?.realm == .scratch)
    #expect(W.server.create(W.scratch).environment == ["PGPASSFILE": .text("/p")])
  }

  @Test("a dump is restored up to its first error, and says how that differs from the paper")
  func restore() {
    let command = W.server.restore(W.dump, into: W.scratch, jobs: 4)
    #expect(
      command.line
        == "pg_restore \(connection) --exit-on-error --no-owner --no-privileges --jobs=4 --dbname=live_db_scratch ‹dump› [writes]")
    #expect(command.difference?.isEmpty == false)
    #expect(W.server.readThrough(W.dump).line == "pg_restore --file=/dev/null ‹dump› [reads]")
    #expect(
      W.server.rows(of: "tenants", in: W.dump, holding: "\(W.tenant)").commands.map(\.line) == [
        "pg_restore --data-only --table=tenants --file=- ‹dump› [reads]", "grep --fixed-strings --count -- ‹tenant› [reads]",
      ])
  }

  @Test("SQL goes in on standard input and ends at the first error; values are variables in the order of their names")
  func queries() {
    let query = W.server.query("SELECT :'b', :'a'", in: W.live, variables: ["b": "\(W.tenant)", "a": "1"])
    #expect(query.line == "psql \(connection) -XqAt --set=ON_ERROR_STOP=1 --set=a=1 --set=b=‹tenant› --dbname=live_db --file=- [reads]")
    #expect(query.input?.template == "SELECT :'b', :'a';\n")
    #expect(query.target?.realm == .production)
    #expect(
      W.server.exists(W.scratch).input?.template == "SELECT count(*) FROM pg_database WHERE datname = 'live_db_scratch';\n")
  }

  @Test("a target of the server carries the question that tells it from every other server")
  func identity() {
    let identity = W.live.target.identity
    #expect(identity.count == 1)
    #expect(identity.map(\.effect) == [.reads])
    #expect(identity[0].input?.template.contains("system_identifier") == true)
    #expect(identity[0].input?.template.contains("pg_is_in_recovery()") == true)
    #expect(identity[0].target == nil)
  }

  @Test("whether it answers is asked without a flag that pg_isready does not know")
  func answers() {
    #expect(W.server.answers.line == "pg_isready --host=db1 --port=5433 --username=printflow --timeout=5 [reads] exits with 0")
    #expect(W.server.answers.pipeline.commands[0].environment == ["PGPASSFILE": .text("/p")])
  }

  @Test("every look only reads")
  func looks() {
    let probes = [W.server.answers, W.cluster(.systemd(unit: "u")).isStopped, W.cluster(.systemd(unit: "u")).isPromoted]
    #expect(probes.allSatisfy { $0.pipeline.effect == .reads })
  }
}

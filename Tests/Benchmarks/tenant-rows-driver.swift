// Calls the engine for tenant-rows.sh: HOST PORT SCRATCH PRODUCTION TENANT PSQL; prints seconds of diff and of apply.
import RunbookBase
import RunbookSystem
import RunbookTenant

let words = CommandLine.arguments
let configuration = TenantRows.Configuration(
  psql: words[6], source: TenantConnection(host: words[1], port: Int(words[2]) ?? 5432, user: "postgres", database: words[3]),
  target: TenantConnection(host: words[1], port: Int(words[2]) ?? 5432, user: "postgres", database: words[4]), tenant: words[5],
  workDirectory: "/tmp", log: { print("#", (Clock.boottime() / 1_000_000) % 1_000_000, $0) })
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = Clock.boottime()
  try body()
  return Double(Clock.boottime() - start) / 1e9
}
do {
  var digest = ""
  print(
    "diff",
    try seconds {
      let diff = try TenantRows.diff(configuration)
      print("# " + diff.summary)
      digest = diff.digest
    })
  print("apply", try seconds { print("# inserted", try TenantRows.apply(configuration, approved: digest).inserted) })
} catch { print(error) }

import Operations
import RunbookBase
import Runbooks

extension LabFile {
  /// The drills of the lab; where `estate.json` says nothing of them, below the lab's own folder.
  func drills(folder: String, region: String, user: Identifier) throws(Problem) -> PrintFlow.Drills {
    let program = words("drill", "application")
    let heartbeats = try optional("http://127.0.0.1:9/ping", "drill", "heartbeats")
    let application = program.isEmpty ? [folder + "/drill-app"] : program
    return PrintFlow.Drills(
      ground: DrillGround(
        folder: try AbsolutePath(parsing: optional(folder + "/drill/scratch", "drill", "folder")), port: try port("drill", "port"),
        user: user, programs: try text("postgres", "binaries"), asOwner: words("postgres", "asOwner"),
        bucket: Bucket(try optional("printflow360-drill", "drill", "bucket"), region: region, tenants: PrintFlow.tenantReplicas),
        app: ScratchApplication(
          website: Website(try optional("http://127.0.0.1:8001", "drill", "website")), start: application + ["start"],
          stop: application + ["stop"])),
      log: DrillLog(folder: try AbsolutePath(parsing: optional(folder + "/drills", "drill", "log"))),
      away: try PgBackRest(
        stanza: Identifier(parsing: text("dr", "pgbackrest", "stanza")),
        configuration: AbsolutePath(parsing: text("dr", "pgbackrest", "configuration"))),
      dumps: Bucket(
        try optional("printflow360-db-backups", "s3", "databaseBackups", "bucket"),
        region: try optional("eu-west-1", "s3", "databaseBackups", "region")),
      weeklyHeartbeat: heartbeats + "/5f3f8f4c-0000-4000-8000-000000000001",
      monthlyHeartbeat: heartbeats + "/5f3f8f4c-0000-4000-8000-000000000002")
  }

  /// A text, or what stands for it when the member is not there.
  private func optional(_ fallback: String, _ path: String...) throws(Problem) -> String {
    guard let value = try? member(path) else { return fallback }
    guard let text = value.stringValue else {
      throw problem("“\(path.joined(separator: "."))” of the lab's estate.json is no text")
    }
    return text
  }

  /// A port; one that a lab without drills has none of is one that nothing listens on.
  private func port(_ path: String...) throws(Problem) -> Int {
    guard let value = try? member(path) else { return 15499 }
    guard let port = value.intValue, (1...65535).contains(port) else {
      throw problem("“\(path.joined(separator: "."))” of the lab's estate.json is no port")
    }
    return Int(port)
  }
}

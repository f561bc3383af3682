import RunbookBase
import Testing

@testable import Runbooks

@Suite("Values that prove themselves") struct ValueTests {
  struct Accepted: Sendable, CustomTestStringConvertible {
    let parser: Parser
    let text: String
    let canonical: String
    var testDescription: String { "\(parser.name) \(text)" }
    init<Value: ParameterValue>(_ type: Value.Type, _ text: String, _ canonical: String? = nil) {
      parser = Parser(type)
      self.text = text
      self.canonical = canonical ?? text
    }
  }

  static let accepted = [
    Accepted(TenantID.self, "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d"),
    Accepted(TenantID.self, "6F1D9B0E-2F43-5C0A-9A3E-0D6F8A1B2C3D", "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d"),
    Accepted(DumpFile.self, "/backups/live_db-20260615T020000Z.dump"),
    Accepted(DumpFile.self, "/backups/a folder/x.dump"),
    Accepted(AbsolutePath.self, "/"),
    Accepted(AbsolutePath.self, "/a/..b/c.."),
    Accepted(BackupLabel.self, "20260615-020003F"),
    Accepted(BackupChoice.self, "latest"),
    Accepted(BucketChoice.self, "shared"),
    Accepted(BucketChoice.self, "north-print"),
    Accepted(BucketName.self, "printflow360-tenant-north-print"),
    Accepted(RepositoryChoice.self, "first"),
    Accepted(RepositoryChoice.self, "2"),
    Accepted(BackupChoice.self, "20260615-020003F_20260616-020002I"),
    Accepted(Timeline.self, "latest"),
    Accepted(Timeline.self, "12"),
    Accepted(LogSegment.self, "00000001000000000000002A"),
    Accepted(BackupLabel.self, "20260615-020003F_20260616-020002I"),
    Accepted(BackupLabel.self, "20260615-020003F_20260616-020002D"),
    Accepted(Identifier.self, "live_db"),
    Accepted(Identifier.self, "_"),
    Accepted(Identifier.self, String(repeating: "a", count: 63)),
    Accepted(ObjectKey.self, "tenant/6f1d/print-ready_1.0*(2)!'.pdf"),
    Accepted(ObjectKey.self, String(repeating: "k", count: 1024)),
    Accepted(Count.self, "0"),
    Accepted(Count.self, "007", "7"),
    Accepted(Count.self, "9223372036854775807"),
    Accepted(Digest.self, String(repeating: "0aF", count: 21) + "9", String(repeating: "0af", count: 21) + "9"),
  ]

  @Test("an accepted spelling becomes one canonical text, which is accepted again", arguments: accepted)
  func accepts(given: Accepted) throws {
    let text = try given.parser.parse(given.text)
    #expect(text == given.canonical)
    #expect(try given.parser.parse(text) == text)
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let parser: Parser
    let text: String
    let reason: String
    var testDescription: String { "\(parser.name) \(text)" }
    init<Value: ParameterValue>(_ type: Value.Type, _ text: String, _ reason: String) {
      parser = Parser(type)
      self.text = text
      self.reason = reason
    }
  }

  static let refused = [
    Refused(TenantID.self, "tenant-1", "is not a tenant id: it has 8 characters, a UUID has 36"),
    Refused(TenantID.self, "6f1d9b0e2f435c0a9a3e0d6f8a1b2c3d", "is not a tenant id: it has 32 characters, a UUID has 36"),
    Refused(
      TenantID.self, "6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3g", "is not a tenant id: character 36 should be a hexadecimal digit"),
    Refused(TenantID.self, "6f1d9b0e_2f43-5c0a-9a3e-0d6f8a1b2c3d", "is not a tenant id: character 9 should be a dash"),
    Refused(
      TenantID.self, "{f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3}", "is not a tenant id: character 1 should be a hexadecimal digit"),
    Refused(DumpFile.self, "live_db.dump", "is not an absolute path"),
    Refused(DumpFile.self, "~/live_db.dump", "is not an absolute path"),
    Refused(DumpFile.self, "/backups/../etc/live_db.dump", "climbs with “..”"),
    Refused(DumpFile.self, "/backups/live_db.sql", "does not end in .dump"),
    Refused(DumpFile.self, "/backups/live_db.DUMP", "does not end in .dump"),
    Refused(DumpFile.self, ".dump", "is not an absolute path"),
    Refused(AbsolutePath.self, "/..", "climbs with “..”"),
    Refused(AbsolutePath.self, "s3://bucket/x", "is not an absolute path"),
    Refused(BackupLabel.self, "latest", "is no backup label"),
    Refused(BackupChoice.self, "newest", "is no backup set"),
    Refused(BucketChoice.self, "north-", "is the end of no bucket's name"),
    Refused(BucketChoice.self, "North", "is the end of no bucket's name"),
    Refused(BucketChoice.self, "a/../b", "is the end of no bucket's name"),
    Refused(BucketName.self, "ab", "is no bucket's name"),
    Refused(BucketName.self, "files.", "is no bucket's name"),
    Refused(BucketName.self, "s3://files", "is no bucket's name"),
    Refused(RepositoryChoice.self, "0", "is no repository"),
    Refused(RepositoryChoice.self, "257", "is no repository"),
    Refused(RepositoryChoice.self, "second", "is no repository"),
    Refused(BackupChoice.self, "20260615-020003D", "is no backup set"),
    Refused(Timeline.self, "0", "is no timeline"),
    Refused(Timeline.self, "current", "is no timeline"),
    Refused(Timeline.self, "4294967296", "is no timeline"),
    Refused(LogSegment.self, "00000001000000000000002a", "is no segment of the log"),
    Refused(LogSegment.self, "0000000100000000", "is no segment of the log"),
    Refused(BackupLabel.self, "20260615-020003D", "is no backup label"),
    Refused(BackupLabel.self, "20260615-020003f", "is no backup label"),
    Refused(BackupLabel.self, "20260615_020003F", "is no backup label"),
    Refused(BackupLabel.self, "20260615-020003F_", "is no backup label"),
    Refused(BackupLabel.self, "20260615-020003F_20260616-020002F", "is no backup label"),
    Refused(BackupLabel.self, "20260615-020003F_20260616-020002I_20260616-020002I", "is no backup label"),
    Refused(BackupLabel.self, "2026061x-020003F", "is no backup label"),
    Refused(Identifier.self, "Live_db", "is not a plain name"),
    Refused(Identifier.self, "1db", "is not a plain name"),
    Refused(Identifier.self, "live db", "is not a plain name"),
    Refused(Identifier.self, "live-db", "is not a plain name"),
    Refused(Identifier.self, "live\"db", "is not a plain name"),
    Refused(Identifier.self, String(repeating: "a", count: 64), "is not a plain name"),
    Refused(ObjectKey.self, "/tenant/x", "is not an object key"),
    Refused(ObjectKey.self, String(repeating: "k", count: 1025), "is not an object key"),
    Refused(ObjectKey.self, "a b", "holds “ ”, which is not allowed in a key on the command line"),
    Refused(ObjectKey.self, "a%20b", "holds “%”, which is not allowed in a key on the command line"),
    Refused(ObjectKey.self, "a\\b", "holds “\\”, which is not allowed in a key on the command line"),
    Refused(Count.self, "9223372036854775808", "is not a whole number"),
    Refused(Count.self, "+5", "is not a whole number"),
    Refused(Count.self, "1.5", "is not a whole number"),
    Refused(Count.self, "1e3", "is not a whole number"),
    Refused(Count.self, "0x10", "is not a whole number"),
    Refused(Digest.self, String(repeating: "0", count: 63), "is not a SHA-256 digest"),
    Refused(Digest.self, String(repeating: "0", count: 65), "is not a SHA-256 digest"),
    Refused(Digest.self, String(repeating: "0", count: 63) + "g", "is not a SHA-256 digest"),
  ]

  @Test("a refusal names the value, the reason and the rule", arguments: refused)
  func refuses(given: Refused) throws {
    let problem = try #require(given.parser.refusal(given.text))
    let shown = given.text.count > 80 ? given.text.prefix(80) + "…" : given.text[...]
    #expect(problem == Problem(.parameterRejected, "“\(shown)” \(given.reason)", hint: "it must be \(given.parser.rule)"))
  }

  @Test("the rules are sentences that a person can follow")
  func rules() {
    #expect(
      Parser.all.map { "\($0.name): \($0.rule)" } == [
        "TenantID: a UUID such as 6f1d9b0e-2f43-5c0a-9a3e-0d6f8a1b2c3d",
        "Timestamp: a date and time with a zone, such as 2026-06-15T14:05:00Z or 2026-06-15T14:05:00+02:00",
        "RecoveryTarget: a moment such as 2026-06-15T14:05:00Z, xid:1234, lsn:0/16B3748 or immediate",
        "DumpFile: the absolute path of a pg_dump -Fc file that ends in .dump, such as /backups/live_db-20260615T020000Z.dump",
        "AbsolutePath: an absolute path such as /backups/live_db.dump, without “..”",
        "BackupLabel: a backup label such as 20260615-020003F or 20260615-020003F_20260616-020002I",
        "Identifier: a name of 1 to 63 of the characters a–z, 0–9 and _ that begins with a letter or _",
        "ObjectKey: an object key of 1 to 1024 of the characters A–Z a–z 0–9 ! - _ . * ' ( ) / that does not begin with a dash or slash",
        "Count: a whole number from 0 to 9223372036854775807", "Digest: 64 hexadecimal digits",
      ])
  }
}

import RunbookBase
import Testing

@testable import RunbookCLI

@Suite("The newest backup set, from what pgBackRest lists") struct BackupListingTests {
  /// As pgBackRest 2.45 prints it: two repositories, the sets in no order.
  static let listing = #"""
    [{"backup":[
     {"database":{"id":1,"repo-key":2},"error":false,"label":"20260614-020000F","timestamp":{"start":1781402400,"stop":1781402460}},
     {"database":{"id":1,"repo-key":1},"error":false,"label":"20260615-020000F","timestamp":{"start":1781488800,"stop":1781488860}},
     {"database":{"id":1,"repo-key":1},"error":true,"label":"20260615-120000F","timestamp":{"start":1781524800,"stop":1781524860}},
     {"database":{"id":1,"repo-key":1},"error":false,"label":"20260613-020000F","timestamp":{"start":1781316000,"stop":1781316060}}],
     "name":"printflow","status":{"code":0,"message":"ok"}}]
    """#

  @Test(
    "the last one of the repository that ended before the moment; one with errors never",
    arguments: [
      (nil, nil, "20260615-020000F"), (2, nil, "20260614-020000F"), (nil, "2026-06-15T02:00:30Z", "20260614-020000F"),
      (1, "2026-06-15T02:00:30Z", "20260613-020000F"), (1, "2026-06-13T00:00:00Z", nil), (3, nil, nil),
    ] as [(Int64?, String?, String?)])
  func newest(repository: Int64?, before: String?, label: String?) throws {
    let sets = try BackupListing(Array(Self.listing.utf8)).sets(repository: repository, before: before.flatMap(WallTime.init))
    #expect(sets.last?.label == label)
  }

  @Test("a stanza without backups has none", arguments: ["[]", #"[{"backup":[],"name":"x"}]"#, "{}"])
  func none(text: String) throws {
    #expect(try BackupListing(Array(text.utf8)).sets(repository: nil, before: nil).isEmpty)
  }

  @Test("an unreadable repository prints broken JSON, and that is no empty list")
  func broken() {
    #expect(throws: Problem.self) { try BackupListing(Array("[{\"backup\":[\u{1}".utf8)) }
  }
}

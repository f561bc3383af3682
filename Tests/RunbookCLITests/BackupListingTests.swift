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

  @Test(
    "after a stanza-upgrade backups and log of the old cluster do not count, in any repository",
    arguments: [
      (
        UpgradedListing.upgraded, "000000010000000000000001", nil,
        "lacking: repository 1 holds no backup of the cluster as it is now; those of the one before an upgrade do not count"
      ),
      (
        UpgradedListing.first, "000000010000000000000001", nil,
        "lacking: repository 1 holds no backup of the cluster as it is now; those of the one before an upgrade do not count"
      ),
      (
        UpgradedListing.halfBackedUp, "000000010000000000000003", "20261123-060123F",
        "lacking: repository 1 holds no backup of the cluster as it is now; those of the one before an upgrade do not count"
      ),
      (UpgradedListing.backedUp, "000000010000000000000005", "20261123-060132F", "held: 20261123-060132F is the newest"),
    ] as [(String, String, String?, String)])
  func upgraded(text: String, end: String, newest: String?, words: String) throws {
    let listing = try BackupListing(Array(text.utf8))
    #expect(listing.archiveEnd == end)
    #expect(listing.sets(repository: nil, before: nil).last?.label == newest)
    #expect(listing.words == words)
    #expect(listing.set(named: "20261123-060103F") != nil, "a set that is named may be of the old cluster")
  }

  @Test(
    "what is not in order is said in pgBackRest's words, and an empty archive has no end",
    arguments: [
      (#"[{"backup":[],"name":"x","status":{"code":1,"message":"missing stanza path"}}]"#, "lacking: missing stanza path"),
      (
        #"[{"archive":[{"database":{"id":1,"repo-key":1},"max":null}],"backup":[],"db":[{"id":1,"repo-key":1}],"status":{"message":"ok"}}]"#,
        "lacking: repository 1 holds no backup of the cluster as it is now"
      ), ("[]", "lacking: no status in the listing"),
    ])
  func lacking(text: String, words: String) throws {
    let listing = try BackupListing(Array(text.utf8))
    #expect(listing.words == words && listing.archiveEnd == nil)
  }
}

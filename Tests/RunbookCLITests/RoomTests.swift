import RunbookSystem
import Testing

@testable import RunbookCLI

@Suite("Whether a backup set finds room on the disk") struct RoomTests {
  private static let mega: Int64 = 1 << 20

  @Test(
    "a copy beside others leaves a tenth; one that replaces counts what gives way; what cannot be seen keeps nobody from a restore",
    arguments: [
      (100, 110, 500, .beside, "fits: 100 MiB and a tenth to spare; 110 MiB are free"),
      (100, 109, 500, .beside, "does not fit: 100 MiB and a tenth to spare; 109 MiB are free"),
      (100, 100, 500, .replacing(0), "fits: 100 MiB; 100 MiB are free"),
      (100, 24, 500, .replacing(0), "does not fit: 100 MiB; 24 MiB are free"),
      (100, 24, 500, .replacing(76), "fits: 100 MiB; 24 MiB are free and 76 MiB are in the files that give way"),
      (100, 24, 500, .replacing(75), "does not fit: 100 MiB; 24 MiB are free and 75 MiB are in the files that give way"),
      (
        3072, 24, 3072, .replacing(nil),
        "fits: 3 GiB; the disk has 3 GiB, 24 MiB of them free, and what the old files take may not be read"
      ),
      (
        3072, 24, 3071, .replacing(nil),
        "does not fit: 3 GiB; the disk has 3 GiB, 24 MiB of them free, and what the old files take may not be read"
      ),
    ] as [(Int64, Int64, Int64, Room.Place, String)])
  func verdict(needed: Int64, free: Int64, total: Int64, place: Room.Place, words: String) {
    let place = if case .replacing(let old?) = place { Room.Place.replacing(old * Self.mega) } else { place }
    let room = Room(needed: needed * Self.mega, free: free * Self.mega, total: total * Self.mega, place: place)
    #expect(room.words == words)
    #expect(room.fits == words.hasPrefix("fits:"))
  }

  @Test("of a directory that is not there yet, the nearest one above is asked, and nothing gives way")
  func notThereYet() throws {
    let room = try Room(needed: 1, directory: "/tmp/of-no-drill-ever/data", isReplacing: true)
    #expect(room.place == .replacing(0))
    #expect(room.total == (try Files.diskSize("/tmp")))
  }
}

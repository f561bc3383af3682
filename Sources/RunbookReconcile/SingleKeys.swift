import RunbookBase
import RunbookSystem

/// The fresh state of few keys, each by a listing of its own that is stopped after the key.
struct SingleKeys: ~Copyable, ObjectStream {
  private let access: ObjectStoreAccess
  private let directory: String
  private var keys: ArraySlice<[UInt8]>
  private var key: [UInt8] = []
  private(set) var state = ObjectState()
  private(set) var restoreIDs: (marker: [UInt8], version: [UInt8]) = ([], [])

  init(_ access: ObjectStoreAccess, _ keys: [[UInt8]], in directory: String) {
    self.access = access
    self.keys = keys[...]
    self.directory = directory
  }

  mutating func next() throws(Problem) -> Bool {
    while let wanted = keys.popFirst() {
      // The key itself sorts before everything else that begins with it, so the first group decides; the child is stopped after it.
      var listing = VersionListing(access, prefixes: [wanted], in: directory)
      guard try listing.next(), listing.withKey({ ByteScan.compare($0, wanted.span) == 0 }) else { continue }
      key = wanted
      state = listing.state
      restoreIDs = listing.restoreIDs
      return true
    }
    return false
  }

  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(key.span) }
}

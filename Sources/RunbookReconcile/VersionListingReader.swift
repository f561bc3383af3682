import RunbookBase
import RunbookSystem

/// What `aws s3api list-object-versions` prints for `query`, page by page, as one ascending stream of keys.
///
/// Each page gives its versions before its delete markers, both in key order, so that one page (at most 1000 entries) is held and merged.
/// The command line asks S3 for percent-encoded keys and decodes them once by itself; `to_string([Key])` then makes each key a JSON text, in which
/// no newline or TAB can stand. (Asking for `--encoding-type url` by hand would switch that decoding off, and an S3 API that ignores the wish
/// could no longer be told from one that follows it: the text output leaves `EncodingType` out.)
struct VersionListingReader: ~Copyable, ObjectStream {
  /// The `--query` whose text output this reads: a `P` row opens each page, `V` rows are versions, `D` rows delete markers.
  static let query =
    "[[[`P`]], Versions[].[`V`,VersionId,IsLatest,Size,LastModified,to_string([Key])], "
    + "DeleteMarkers[].[`D`,VersionId,IsLatest,`-`,LastModified,to_string([Key])]][]"

  private struct Entry {
    var key: Range<Int>
    var id: Range<Int>
    var isLatest: Bool
    var size: Int64
    var modified: Int64?
  }

  private var input: LineInput
  private var arena: [UInt8] = []
  private var versions: [Entry] = []
  private var markers: [Entry] = []
  private var nextVersion = 0
  private var nextMarker = 0
  private var fold = VersionFold()
  private var key: [UInt8] = []
  private var hasKey = false
  private(set) var pages = 0
  /// Versions and delete markers read.
  private(set) var rows: UInt64 = 0

  init(_ input: consuming LineInput) { self.input = input }

  var state: ObjectState { fold.state }
  /// The ids that bringing the current key back needs.
  var restoreIDs: (marker: [UInt8], version: [UInt8]) { (fold.marker, fold.version) }

  mutating func next() throws(Problem) -> Bool {
    guard try hasEntry() else { return false }
    let first = isMarkerNext() ? markers[nextMarker] : versions[nextVersion]
    let order = hasKey ? ByteScan.compare(key.span, arena.span.extracting(first.key)) : -1
    guard order < 0 else { throw OrderProblem.make(input.name, row: input.row, key.span, arena.span.extracting(first.key)) }
    hasKey = true
    key.removeAll(keepingCapacity: true)
    key += arena[first.key]
    fold.reset()
    while try hasEntry() {
      let isMarker = isMarkerNext()
      let entry = isMarker ? markers[nextMarker] : versions[nextVersion]
      guard ByteScan.compare(key.span, arena.span.extracting(entry.key)) == 0 else { break }
      if isMarker { nextMarker += 1 } else { nextVersion += 1 }
      if isMarker {
        if entry.isLatest { fold.addLatestMarker(arena, entry.id, modified: entry.modified) }
      } else if entry.isLatest {
        fold.addLive(size: entry.size, modified: entry.modified)
      } else {
        fold.addOld(arena, entry.id, size: entry.size, modified: entry.modified)
      }
    }
    fold.finish()
    return true
  }

  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(key.span) }

  /// Whether the next entry in key order is a delete marker.
  private func isMarkerNext() -> Bool {
    guard nextMarker < markers.count else { return false }
    guard nextVersion < versions.count else { return true }
    return ByteScan.compare(arena.span.extracting(markers[nextMarker].key), arena.span.extracting(versions[nextVersion].key)) <= 0
  }

  private mutating func hasEntry() throws(Problem) -> Bool {
    while nextVersion == versions.count && nextMarker == markers.count {
      guard try readPage() else { return false }
    }
    return true
  }

  /// Reads the rows of one page; its end is the next page's first row.
  private mutating func readPage() throws(Problem) -> Bool {
    arena.removeAll(keepingCapacity: true)
    versions.removeAll(keepingCapacity: true)
    markers.removeAll(keepingCapacity: true)
    (nextVersion, nextMarker) = (0, 0)
    while try input.next() {
      let (start, end) = (input.lineStart, input.lineEnd)
      let kind = start < end ? input.buffer[start] : 0
      if kind == UInt8(ascii: "P"), end == start + 1 {
        pages += 1
        if !versions.isEmpty || !markers.isEmpty { return true }
      } else if kind == UInt8(ascii: "V") || kind == UInt8(ascii: "D"), pages > 0 {
        try readEntry(isMarker: kind == UInt8(ascii: "D"))
      } else if end - start == 4, input.buffer.starts(with: Array("None".utf8), in: start..<end) {
        continue  // what the command line prints for a list that is not there
      } else {
        throw malformed("it is neither a page, a version nor a delete marker")
      }
    }
    return !versions.isEmpty || !markers.isEmpty
  }

  private mutating func readEntry(isMarker: Bool) throws(Problem) {
    var fields: [Range<Int>] = []
    var at = input.lineStart
    while fields.count < 5 {
      let tab = input.buffer.firstIndex(of: 0x09, from: at, to: input.lineEnd)
      guard tab < input.lineEnd else { throw malformed("it has fewer than six fields") }
      fields.append(at..<tab)
      at = tab + 1
    }
    guard versions.count + markers.count < 1000 || arena.count < 4 << 20 else { throw malformed("the page is larger than S3 allows") }
    let keyStart = arena.count
    guard ListedKey.decode(input.buffer, at..<input.lineEnd, into: &arena) else {
      throw malformed("its key is not a JSON text in brackets")
    }
    let idStart = arena.count
    arena += input.buffer[fields[1]]
    let entry = Entry(
      key: keyStart..<idStart, id: idStart..<arena.count, isLatest: input.buffer[fields[2].lowerBound] | 0x20 == UInt8(ascii: "t"),
      size: Int64(String(decoding: input.buffer[fields[3]], as: UTF8.self)) ?? -1,
      modified: TimeText.milliseconds(input.buffer.span.extracting(fields[4])))
    rows += 1
    let last = isMarker ? markers.last : versions.last
    if let last, ByteScan.compare(arena.span.extracting(last.key), arena.span.extracting(entry.key)) > 0 {
      throw OrderProblem.make(input.name, row: input.row, arena.span.extracting(last.key), arena.span.extracting(entry.key))
    }
    if isMarker { markers.append(entry) } else { versions.append(entry) }
  }

  private func malformed(_ what: String) -> Problem {
    let line = Array(input.buffer[input.lineStart..<min(input.lineEnd, input.lineStart + 200)])
    return Problem(.stepFailed, "\(input.name): row \(input.row) is not understood: \(what)", details: [shown(line)])
  }
}

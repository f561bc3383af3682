import RunbookBase
import RunbookSystem

/// All versions of all keys under some prefixes, streamed out of `aws` children, one after the other.
struct VersionListing: ~Copyable, ObjectStream {
  /// The child at work and the reader of its output.
  private final class Part {
    let child: ChildStream
    var reader: VersionListingReader

    init(_ child: ChildStream, _ bucket: String) {
      self.child = child
      reader = VersionListingReader(LineInput("listing of \(bucket)", child.output))
    }
  }

  private let access: ObjectStoreAccess
  private let directory: String
  private var prefixes: ArraySlice<[UInt8]>
  private var part: Part?
  private(set) var pages = 0
  private(set) var rows: UInt64 = 0
  private(set) var keys: UInt64 = 0

  /// - Parameter prefixes: in byte order, none the beginning of another; one empty prefix lists the whole bucket.
  init(_ access: ObjectStoreAccess, prefixes: [[UInt8]], in directory: String) {
    self.access = access
    self.directory = directory
    self.prefixes = prefixes[...]
  }

  var state: ObjectState { part?.reader.state ?? ObjectState() }
  var restoreIDs: (marker: [UInt8], version: [UInt8]) { part?.reader.restoreIDs ?? ([], []) }

  mutating func next() throws(Problem) -> Bool {
    while true {
      if let part {
        if try part.reader.next() {
          keys += 1
          return true
        }
        try part.child.finish()
        pages += part.reader.pages
        rows += part.reader.rows
        self.part = nil
      }
      guard let prefix = prefixes.popFirst() else { return false }
      var input: [JSON.Member] = [JSON.Member("Bucket", .string(access.bucket))]
      if !prefix.isEmpty { input.append(JSON.Member("Prefix", .string(String(decoding: prefix, as: UTF8.self)))) }
      let request = try access.request(
        "list-object-versions", .object(input), in: directory, ["--output", "text", "--query", VersionListingReader.query])
      part = Part(
        try ChildStream(
          request, name: "aws s3api list-object-versions on bucket \(access.bucket)", errorFile: "\(directory)/aws-listing.stderr"),
        access.bucket)
    }
  }

  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    if let part { return part.reader.withKey(body) }
    let none: [UInt8] = []
    return body(none.span)
  }

  /// Puts prefixes in order and drops those that another one covers.
  static func ordered(_ prefixes: [String]) -> [[UInt8]] {
    var sorted: [[UInt8]] = []
    for prefix in prefixes.map({ Array($0.utf8) }).sorted(by: { ByteScan.compare($0.span, $1.span) < 0 })
    where sorted.last.map({ prefix.starts(with: $0) }) != true { sorted.append(prefix) }
    return sorted.isEmpty ? [[]] : sorted
  }
}

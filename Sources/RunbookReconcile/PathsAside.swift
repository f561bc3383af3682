import RunbookBase
import RunbookSystem

/// Rows whose path is not plainly a key (leading slash, absolute address): mapped, sorted in runs of bounded size, merged in later.
///
/// A mapped key sorts elsewhere than the path it came from, so it cannot stay in the stream. Foreign ones are listed and go no further.
final class PathsAside {
  private let directory: String
  private let limit: Int
  private var arena: [UInt8] = []
  private var lines: [(key: Range<Int>, line: Range<Int>)] = []
  private(set) var runs: [String] = []
  private(set) var leadingSlashes: UInt64 = 0
  private(set) var mapped: UInt64 = 0
  private(set) var foreign: UInt64 = 0
  /// Paths that are nothing but a slash.
  private(set) var empty: UInt64 = 0
  /// The first foreign addresses with where they stand; all are counted.
  private(set) var foreignExamples: [(path: [UInt8], origin: [UInt8])] = []

  /// - Parameters:
  ///   - directory: where sorted runs are written.
  ///   - limit: bytes kept in memory before a run is written.
  init(directory: String, limit: Int = 4 << 20) {
    self.directory = directory
    self.limit = limit
  }

  var isEmpty: Bool { leadingSlashes + mapped + foreign == 0 }
  /// Whether some of the paths are keys after all.
  var hasKeys: Bool { leadingSlashes + mapped > 0 }

  func add(_ path: [UInt8], origin: [UInt8], places: KnownPlaces) throws(Problem) {
    var key = path
    switch places.meaning(of: path) {
    case .key: break
    case .leadingSlash:
      leadingSlashes += 1
      key.removeFirst()
    case .address(let found?):
      mapped += 1
      key = found
    case .address(nil):
      foreign += 1
      if foreignExamples.count < 10_000 { foreignExamples.append((path, origin)) }
      return
    }
    if key.isEmpty {
      empty += 1
      return
    }
    let start = arena.count
    arena += key
    let middle = arena.count
    ListWriter.escape(key.span, into: &arena)
    arena.append(0x09)
    arena += origin
    arena.append(0x0A)
    lines.append((start..<middle, middle..<arena.count))
    if arena.count > limit { try spill() }
  }

  /// Writes what is left and answers the sorted rows.
  func finish() throws(Problem) -> AsidePaths {
    if !lines.isEmpty { try spill() }
    var sources: [AsidePaths.Source] = []
    for path in runs {
      sources.append(AsidePaths.Source(try LineInput("mapped paths", path: path, capacity: 1 << 16)))
    }
    return AsidePaths(sources)
  }

  private func spill() throws(Problem) {
    guard runs.count < 256 else {
      throw Problem(
        .stepFailed, "more than 1 GiB of paths begin with a slash or are absolute addresses",
        hint: "map them to keys in the database's own query")
    }
    let bytes = arena
    lines.sort { ByteScan.compare(bytes.span.extracting($0.key), bytes.span.extracting($1.key)) < 0 }
    let path = "\(directory)/mapped-\(runs.count + 1).run"
    var writer = try ListWriter(path)
    for line in lines { try writer.append(bytes.span.extracting(line.line)) }
    try writer.close()
    runs.append(path)
    arena.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }
}

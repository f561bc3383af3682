import RunbookBase
import RunbookSystem

/// The mapped rows in key order: a merge over few sorted runs.
struct AsidePaths: ~Copyable, PathStream {
  /// One sorted run.
  final class Source {
    var reader: CopyPathReader
    init(_ input: consuming LineInput) { reader = CopyPathReader(input, isMapped: true) }
  }

  private var sources: [Source]
  private var current = -1
  private var hasStarted = false
  private(set) var repeats: UInt64 = 0

  init(_ sources: [Source]) { self.sources = sources }

  mutating func next() throws(Problem) -> Bool {
    if !hasStarted {
      hasStarted = true
      var started: [Source] = []
      for source in sources where try source.reader.next() { started.append(source) }
      sources = started
    } else if current >= 0 {
      // Every run that stands at the key just given moves on: one key, however many rows.
      let key = withKey { span in
        var copy: [UInt8] = []
        copy.append(span)
        return copy
      }
      var left: [Source] = []
      for (index, source) in sources.enumerated() {
        let same = source.reader.withKey { ByteScan.compare($0, key.span) == 0 }
        if same, index != current { repeats += 1 }
        var stays = !same
        if same { stays = try source.reader.next() }
        if stays { left.append(source) }
      }
      sources = left
    }
    current = -1
    for index in sources.indices {
      let isLower =
        current < 0 || sources[index].reader.withKey { a in sources[current].reader.withKey { b in ByteScan.compare(a, b) < 0 } }
      if isLower { current = index }
    }
    return current >= 0
  }

  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result { sources[current].reader.withKey(body) }
  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result { sources[current].reader.withOrigin(body) }

  /// Rows that named a key a second time.
  var repeatedRows: UInt64 { repeats }
}

import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// Order is checked completely although most keys are never compared with their predecessor.
struct OrderTests {
  @Test("every pair of short sequences is refused exactly when one of them is not in order, and counted right otherwise")
  func exhaustive() throws {
    let scratch = try Scratch()
    let symbols = ["a", "b", "c"]
    var sequences: [[String]] = [[]]
    for _ in 0..<3 { sequences += sequences.flatMap { start in symbols.map { start + [$0] } } }
    sequences = Array(Set(sequences)).sorted { $0.joined(separator: ",") < $1.joined(separator: ",") }
    for paths in sequences {
      let database = try scratch.write("database", paths.map { $0 + "\n" }.joined())
      for keys in sequences {
        let objects = try scratch.write("objects", keys.map { $0 + "\n" }.joined())
        let isInOrder = paths == paths.sorted() && keys == keys.sorted()
        let comparison = FileReconciliation(
          database: database, databaseForm: .keys, objects: objects, objectForm: .keys, places: KnownPlaces(bucket: ""),
          asOf: WallTime(seconds: 0), workDirectory: scratch.path)
        var counts: ReconcileCounts?
        let found = problem { () throws(Problem) in counts = try comparison.run() }
        #expect((found == nil) == isInOrder, "\(paths) \(keys)")
        guard let counts else { continue }
        #expect(counts.ok == UInt64(Set(paths).intersection(keys).count), "\(paths) \(keys)")
        #expect(counts.missing == UInt64(Set(paths).subtracting(keys).count), "\(paths) \(keys)")
        #expect(counts.orphaned == UInt64(Set(keys).subtracting(paths).count), "\(paths) \(keys)")
      }
    }
  }

  @Test("a refusal names the row and both keys")
  func message() throws {
    let scratch = try Scratch()
    var reader = RawPathReader(LineInput("paths", try FileDescriptor.open(try scratch.write("keys", "a\nc\nb\n"), .readOnly)))
    let found = problem { () throws(Problem) in while try reader.next() {} }
    #expect(found?.summary == "paths: row 3 is not in byte order")
    #expect(found?.details == ["row 3: \"b\"", "after: \"c\""])
  }

  @Test("lines cross the buffer's end whole, whatever its size")
  func refills() throws {
    let scratch = try Scratch()
    let lines = (0..<500).map { number in "key-\(1000 + number)-" + String(repeating: "x", count: number % 13) }
    let file = try scratch.write("keys", lines.map { $0 + "\n" }.joined())
    for capacity in [96, 97, 101, 128, 1 << 16] {
      var reader = RawPathReader(LineInput("keys", try FileDescriptor.open(file, .readOnly), capacity: capacity))
      var found: [String] = []
      while try reader.next() { found.append(reader.withKey { String(decoding: copy($0), as: UTF8.self) }) }
      #expect(found == lines)
    }
  }

  @Test("a line longer than a quarter of the buffer is refused, not read for ever")
  func longLine() throws {
    var input = LineInput("keys", try FileDescriptor.open("/dev/zero", .readOnly), capacity: 4096)
    let found = problem { () throws(Problem) in _ = try input.next() }
    #expect(found?.summary == "keys: row 1 is longer than 1024 bytes")
  }

  @Test("runs of matches are passed over right across the buffers' ends, with gaps and repeats")
  func runs() throws {
    let scratch = try Scratch()
    for seed in 0..<40 {
      let keys = (0..<300).map { number in "k\(1000 + number)" + String(repeating: "x", count: (number * 7 + seed) % 11) }
      let paths = keys.enumerated().filter { ($0.offset * 13 + seed) % 17 != 0 }.map(\.element)
      let objects = keys.enumerated().filter { ($0.offset * 11 + seed) % 19 != 0 }.map(\.element)
      let repeated = paths.flatMap { $0.hasSuffix("xx") ? [$0, $0] : [$0] }
      let (database, bucket) = (
        try scratch.write("database", repeated.map { $0 + "\n" }.joined()), try scratch.write("objects", objects.map { $0 + "\n" }.joined())
      )
      var left = RawPathReader(try LineInput("paths", path: database, capacity: 96 + seed))
      var right = RawKeyReader(try LineInput("objects", path: bucket, capacity: 135 - seed))
      var findings = try Findings(
        Findings.Files(missing: "\(scratch.path)/missing", orphans: "\(scratch.path)/orphans"), asOf: nil)
      try merge(&left, &right, into: &findings)
      let counts = try findings.finish { _ in }
      #expect(counts.ok == UInt64(Set(paths).intersection(objects).count))
      #expect(try scratch.read("missing") == paths.filter { !objects.contains($0) }.map { $0 + "\n" }.joined())
      #expect(try scratch.read("orphans") == objects.filter { !paths.contains($0) }.map { $0 + "\n" }.joined())
      #expect(left.repeats == UInt64(repeated.count - paths.count))
    }
  }

  @Test("a pipe that would have to be read twice is refused, not read as empty")
  func pipeTwice() throws {
    let scratch = try Scratch()
    let pipe = "\(scratch.path)/pipe"
    try Files.makeFIFO(pipe)
    let writer = try Child.spawn(
      SpawnRequest(executable: "/bin/sh", arguments: ["sh", "-c", "printf '/a\\tt.c\\t1\\n' >\"$1\"", "sh", pipe], environment: [:]))
    let comparison = FileReconciliation(
      database: pipe, databaseForm: .copy(column: 1), objects: try scratch.write("objects", "a\n"), objectForm: .keys,
      places: KnownPlaces(bucket: ""), asOf: WallTime(seconds: 0), workDirectory: scratch.path)
    let found = problem { () throws(Problem) in _ = try comparison.run() }
    #expect(found?.code == .parameterRejected)
    writer.wait()
  }

  @Test("paths set aside are sorted in runs of bounded size and merged in")
  func spill() throws {
    let scratch = try Scratch()
    let aside = PathsAside(directory: scratch.path, limit: 256)
    var expected: Set<String> = []
    for number in 0..<400 {
      let key = "k\(number * 7919 % 97)"
      expected.insert(key)
      try aside.add(Array("/\(key)".utf8), origin: Array("t.c\t\(number)".utf8), places: KnownPlaces(bucket: ""))
    }
    var merged = try aside.finish()
    #expect(aside.runs.count > 10)
    var found: [String] = []
    while try merged.next() { found.append(merged.withKey { String(decoding: copy($0), as: UTF8.self) }) }
    #expect(found == expected.sorted())
    #expect(aside.leadingSlashes == 400)
  }
}

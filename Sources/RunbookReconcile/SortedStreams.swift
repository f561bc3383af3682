import RunbookBase
import RunbookSystem

/// A source of byte strings in ascending byte order, each once; refuses what is out of order.
protocol KeyStream: ~Copyable {
  /// Moves to the next distinct key; false at the end.
  mutating func next() throws(Problem) -> Bool
  /// Gives the current key's bytes; valid until `next`.
  borrowing func withKey<Result>(_ body: (Span<UInt8>) -> Result) -> Result
}

/// The database side: every path, with the row it stands in.
protocol PathStream: KeyStream, ~Copyable {
  /// Gives the remaining columns of the current path's first row (source, row id, …), still escaped; empty where there are none.
  borrowing func withOrigin<Result>(_ body: (Span<UInt8>) -> Result) -> Result
  /// After a match: passes over further pairs that match and are well, and answers how many.
  ///
  /// Only a shortcut; zero is always right.
  mutating func passMatches<O: ObjectStream & ~Copyable>(_ objects: inout O) -> Int
}

extension PathStream where Self: ~Copyable {
  @inline(__always)
  mutating func passMatches<O: ObjectStream & ~Copyable>(_ objects: inout O) -> Int { 0 }
}

/// The bucket side: every key, with what all its versions come to.
protocol ObjectStream: KeyStream, ~Copyable {
  /// What the current key's versions come to.
  var state: ObjectState { get }
  /// Whether there is an object that is not empty; the one question asked of nearly every key.
  var isWell: Bool { get }
  /// Whether the current key comes after the one before; false when it repeats it. Throws when it comes before it.
  ///
  /// Asked of keys without a path only: a key that equals a path is in order because the paths are, and a key that has no path lies before the
  /// path that the next equal key can meet. A stream that checks each key by itself leaves this as it is.
  func isInOrder() throws(Problem) -> Bool
  /// The bucket's half of `PathStream.passMatches`, for paths that are plain lines.
  mutating func passMatches(_ paths: inout LineInput) -> Int
  /// The delete marker and the version that bringing the current key back needs; empty where there is none.
  var restoreIDs: (marker: [UInt8], version: [UInt8]) { get }
}

extension ObjectStream where Self: ~Copyable {
  var isWell: Bool { state.isLive && state.size != 0 }

  @inline(__always)
  mutating func passMatches(_ paths: inout LineInput) -> Int { 0 }

  @inline(__always)
  func isInOrder() throws(Problem) -> Bool { true }
}

/// Where the merge puts what it finds.
protocol MergeSink: ~Copyable {
  mutating func both<P: PathStream & ~Copyable, O: ObjectStream & ~Copyable>(_ path: borrowing P, _ object: borrowing O) throws(Problem)
  /// A number of further pairs that are well.
  mutating func passed(_ count: Int)
  mutating func pathOnly<P: PathStream & ~Copyable>(_ path: borrowing P) throws(Problem)
  mutating func objectOnly<O: ObjectStream & ~Copyable>(_ object: borrowing O) throws(Problem)
}

/// One pass over two sorted streams in constant memory.
///
/// Generic and specialised per pair of sources: an existential or an allocation per key costs 3 to 9 times the whole merge.
@inline(__always)
func merge<P: PathStream & ~Copyable, O: ObjectStream & ~Copyable, S: MergeSink & ~Copyable>(
  _ paths: inout P, _ objects: inout O, into sink: inout S
) throws(Problem) {
  var hasPath = try paths.next()
  var hasObject = try objects.next()
  while hasPath && hasObject {
    let order = compare(paths, objects)
    if order == 0 {
      try sink.both(paths, objects)
      sink.passed(paths.passMatches(&objects))
      hasPath = try paths.next()
      hasObject = try objects.next()
    } else if order < 0 {
      try sink.pathOnly(paths)
      hasPath = try paths.next()
    } else {
      if try objects.isInOrder() { try sink.objectOnly(objects) }
      hasObject = try objects.next()
    }
  }
  while hasPath {
    try sink.pathOnly(paths)
    hasPath = try paths.next()
  }
  while hasObject {
    if try objects.isInOrder() { try sink.objectOnly(objects) }
    hasObject = try objects.next()
  }
}

/// Byte order of the two current keys.
@inline(__always)
private func compare<P: KeyStream & ~Copyable, O: KeyStream & ~Copyable>(_ paths: borrowing P, _ objects: borrowing O) -> Int {
  paths.withKey { path in objects.withKey { object in ByteScan.compare(path, object) } }
}

/// The first and the last bytes of a stream of any length, in bounded memory.
public struct HeadTail: Sendable {
  private let headLimit: Int
  private let tailLimit: Int
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var total = 0

  /// Half of the limit for the first bytes, half for the last.
  public init(limit: Int) {
    headLimit = (max(0, limit) + 1) / 2
    tailLimit = max(0, limit) - headLimit
  }

  /// So many of the first bytes, and so many of the last.
  public init(headLimit: Int, tailLimit: Int) {
    self.headLimit = headLimit
    self.tailLimit = tailLimit
  }

  /// How many bytes are missing between the first and the last.
  public var dropped: Int { total - bytes.count }

  /// The bytes that are kept.
  public var bytes: [UInt8] { head + tail.suffix(tailLimit) }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: [UInt8]) {
    total += bytes.count
    let room = min(headLimit - head.count, bytes.count)
    head += bytes[..<room]
    guard room < bytes.count else { return }
    tail += bytes[room...]
    // Cut at twice the limit, so that each byte is moved once on average.
    if tail.count > 2 * tailLimit { tail.removeFirst(tail.count - tailLimit) }
  }
}

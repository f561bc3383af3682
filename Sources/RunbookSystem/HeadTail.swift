/// The first and the last bytes of a stream of any length, in bounded memory.
struct HeadTail {
  private let headLimit: Int
  private let tailLimit: Int
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var total = 0

  init(limit: Int) {
    headLimit = (max(0, limit) + 1) / 2
    tailLimit = max(0, limit) - headLimit
  }

  /// How many bytes are missing between the first and the last.
  var dropped: Int { total - bytes.count }

  /// The bytes that are kept.
  var bytes: [UInt8] { head + tail.suffix(tailLimit) }

  mutating func append(_ bytes: [UInt8]) {
    total += bytes.count
    let room = min(headLimit - head.count, bytes.count)
    head += bytes[..<room]
    guard room < bytes.count else { return }
    tail += bytes[room...]
    // Cut at twice the limit, so that each byte is moved once on average.
    if tail.count > 2 * tailLimit { tail.removeFirst(tail.count - tailLimit) }
  }
}

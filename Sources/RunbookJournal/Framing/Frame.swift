import RunbookBase

/// The framing of one record (reliability A.3).
///
///     RB1 0000014c 9f2c…64 digits… {"at":{…},"seq":12,"type":"…",…}\n
///     h(0) = SHA256("rb1-genesis\0" || run id || nonce)
///     h(n) = SHA256("rb1-record\0" || h(n-1) || the 8 digits of the length || payload)
enum Frame {
  /// The bytes before the payload: magic, length, hash, and a space behind each.
  static let headerLength = 78
  /// The largest payload, 64 KiB; checked before anything is allocated.
  static let payloadLimit = 65_536
  private static let genesisDomain = Array("rb1-genesis\0".utf8)
  private static let recordDomain = Array("rb1-record\0".utf8)

  /// Where a chain starts.
  static func start(run: RunID, nonce: String) -> SHA256.Digest {
    var hash = SHA256()
    hash.update(genesisDomain)
    hash.update(run.text)
    hash.update(nonce)
    return hash.finalize()
  }

  /// The next link of a chain.
  static func link(after previous: SHA256.Digest, length: Span<UInt8>, payload: Span<UInt8>) -> SHA256.Digest {
    var hash = SHA256()
    hash.update(recordDomain)
    hash.update(previous)
    hash.update(length)
    hash.update(payload)
    return hash.finalize()
  }

  /// The line of a payload, and the new head of the chain.
  static func line(_ payload: [UInt8], after previous: SHA256.Digest) -> (bytes: [UInt8], hash: SHA256.Digest) {
    var length: [UInt8] = []
    for shift in stride(from: 28, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: payload.count >> shift & 0xF)
      length.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    let hash = link(after: previous, length: length.span, payload: payload.span)
    var bytes = (0..<4).map { magic($0) }
    bytes.reserveCapacity(headerLength + payload.count + 1)
    bytes += length
    bytes.append(0x20)
    hash.appendHex(to: &bytes)
    bytes.append(0x20)
    bytes += payload
    bytes.append(0x0A)
    return (bytes, hash)
  }

  /// What stands at an offset, judged by the frame alone.
  enum Head {
    /// A whole header; the payload may be cut short.
    case complete(length: Int, hash: SHA256.Digest)
    /// The bytes end within a header that is right so far.
    case cut
    /// This is no header; why.
    case invalid(String)
  }

  /// Reads a header; any bytes give an answer.
  static func head(_ bytes: Span<UInt8>, at offset: Int) -> Head {
    let available = min(bytes.count - offset, headerLength)
    var length = 0
    // The hash of a whole header is read in one go below.
    for index in 0..<(available == headerLength ? 13 : available) {
      let byte = bytes[offset + index]
      switch index {
      case 0..<4: if byte != magic(index) { return .invalid("it does not begin with RB1") }
      case 12, 77: if byte != 0x20 { return .invalid("the fields of its header are not separated") }
      default:
        guard let digit = digit(byte) else { return .invalid("its header has a byte that is no hexadecimal digit") }
        if index < 12 { length = length << 4 | digit }
      }
      // Checked as soon as the length is whole: a cut header must not excuse an impossible one.
      if index == 11, length > payloadLimit { return .invalid("its length \(length) is above \(payloadLimit)") }
      if index == 11, length == 0 { return .invalid("its length is 0") }
    }
    guard available == headerLength else { return .cut }
    guard bytes[offset + 77] == 0x20 else { return .invalid("the fields of its header are not separated") }
    guard let hash = SHA256.Digest(hex: bytes.extracting((offset + 13)..<(offset + 77))) else { return .invalid("its hash is no hash") }
    return .complete(length: length, hash: hash)
  }

  @inline(__always) private static func magic(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: UInt32(0x5242_3120) >> UInt32(24 - 8 * index))
  }

  @inline(__always) private static func digit(_ byte: UInt8) -> Int? {
    if byte &- 0x30 < 10 { return Int(byte - 0x30) }
    return byte &- 0x61 < 6 ? Int(byte - 0x57) : nil
  }
}

extension Frame {
  /// The line of a record, read back before anyone writes it: what is written can be read.
  static func checkedLine(_ record: Record, after previous: SHA256.Digest) throws(Problem) -> (bytes: [UInt8], hash: SHA256.Digest) {
    let payload = record.payload
    guard payload.count <= payloadLimit else {
      throw Problem(
        .auditLogUnwritable, "the \(record.event.type) record has \(payload.count) bytes, more than \(payloadLimit)",
        hint: "keep long texts in a file and record its digest")
    }
    do throws(RecordError) {
      guard try Record(payload: payload.span) == record else { throw RecordError("it reads back differently") }
    } catch {
      throw Problem(.auditLogUnwritable, "the \(record.event.type) record cannot be written: \(error.message)")
    }
    return line(payload, after: previous)
  }
}

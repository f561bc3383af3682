public import RunbookBase

/// What was written down elsewhere about a log and does not fit it.
public struct Contradiction: Hashable, Sendable {
  /// The first record that cannot be as it was; nil when it cannot be told.
  public var record: Int?
  /// What contradicts, in words.
  public var words: String

  /// A contradiction from its parts.
  public init(record: Int?, words: String) {
    self.record = record
    self.words = words
  }
}

/// A head of the chain that somebody wrote down outside of the log: read aloud, signed, or linked to.
public struct Anchor: Hashable, Sendable {
  /// The first digits of the head, in lower case, without dashes; eight at least.
  public let digits: String
  /// Behind which record it stood, if that was written down, too.
  public let record: Int?

  /// The anchor that a text names: `7196-a917`, `41:7196-a917`, or all 64 digits.
  ///
  /// - Throws: code 2 for anything else.
  public init(parsing text: String) throws(Problem) {
    let parts = text.utf8.split(separator: 0x3A, maxSplits: 1).map { String(Substring($0)) }
    record = parts.count == 2 ? Int(parts[0]) : nil
    let bytes = (parts.last ?? "").lowercased().utf8.filter { $0 != 0x2D }
    let isHex = bytes.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
    guard isHex, (8...64).contains(bytes.count), parts.count == 1 || (record ?? 0) > 0 else {
      throw Problem(
        .usage, "“\(TerminalText.escapedLine(text))” is no fingerprint",
        hint: "write it as it was shown, such as 7196-a917, or with its record: 41:7196-a917")
    }
    digits = String(decoding: bytes, as: UTF8.self)
  }

  /// The anchor of a whole digest.
  public init(_ head: SHA256.Digest, record: Int? = nil) {
    digits = head.hex
    self.record = record
  }

  func fits(_ head: SHA256.Digest) -> Bool { head.hex.utf8.starts(with: digits.utf8) }

  /// As people read it: `7196-a917`.
  public var words: String { "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(4))" }
}

extension Journal {
  /// What the anchors say against the heads of a log (the head behind record n at index n - 1).
  ///
  /// A chain that was computed anew has other heads from the changed record on, so the change lies before the first anchor that
  /// does not fit and behind the last one that does.
  public static func contradictions(of heads: [SHA256.Digest], _ anchors: [Anchor], from source: String) -> [Contradiction] {
    var fitting = 0
    var contradictions: [Contradiction] = []
    for anchor in anchors {
      if let place = anchor.record {
        if place <= heads.count, anchor.fits(heads[place - 1]) {
          fitting = max(fitting, place)
        } else if place > heads.count {
          contradictions.append(
            Contradiction(
              record: heads.count + 1,
              words: "record \(place) had the head \(anchor.words) (\(source)), and the log has \(heads.count) records: its end is cut off")
          )
        } else {
          contradictions.append(
            Contradiction(
              record: place,
              words: "behind record \(place) the head was \(anchor.words) (\(source)), and now it is \(heads[place - 1].short)"))
        }
      } else if let place = heads.firstIndex(where: anchor.fits) {
        fitting = max(fitting, place + 1)
      } else {
        contradictions.append(
          Contradiction(record: nil, words: "no record of this log has the head \(anchor.words) (\(source)): it is not the log that had it")
        )
      }
    }
    return contradictions.map { found in
      guard let place = found.record, place > fitting, fitting > 0, place <= heads.count else { return found }
      return Contradiction(
        record: found.record, words: found.words + "; the change lies in records \(fitting + 1) to \(place)")
    }
  }

  /// What a second copy says against a log, record by record.
  ///
  /// - Returns: nil when one of them only ends earlier than the other; then `missing` says how many records it lacks.
  public static func contradiction(of log: [UInt8], copy: [UInt8], place: String) -> (contradiction: Contradiction?, missing: Int) {
    let lines = { (bytes: [UInt8]) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) }
    var (ours, theirs) = (lines(log), lines(copy))
    // Behind the last newline stands nothing, or what was torn.
    ours.removeLast()
    theirs.removeLast()
    if let index = zip(ours, theirs).enumerated().first(where: { !$0.element.0.elementsEqual($0.element.1) })?.offset {
      return (
        Contradiction(
          record: index + 1,
          words:
            "record \(index + 1) is not what the copy in \(place) holds; there: \(summary(theirs[index])); here: \(summary(ours[index]))"),
        0
      )
    }
    guard ours.count < theirs.count else { return (nil, ours.count - theirs.count) }
    return (
      Contradiction(
        record: ours.count + 1,
        words: "the copy in \(place) holds \(theirs.count) records and the log \(ours.count): records from \(ours.count + 1) on are cut off"
      ), 0
    )
  }

  private static func summary(_ line: ArraySlice<UInt8>) -> String {
    guard line.count > Frame.headerLength, let json = try? JSON.parse(Array(line.dropFirst(Frame.headerLength))) else { return "no record" }
    let step = json["step"]?.stringValue.map { " " + $0 } ?? ""
    return "\(json["type"]?.stringValue ?? "?")\(step) at \(json["at"]?["wall"]?.stringValue ?? "?")"
  }

  /// What happened to a damaged log, from the numbers that its records carry; nil when that cannot be told.
  public static func diagnosis(of bytes: [UInt8], run: RunID? = nil) -> Contradiction? {
    var reader = JournalReader(run: run)
    var offset = 0
    read: while reader.offset < bytes.count {
      offset = reader.offset
      switch reader.next(bytes.span) {
      case .record: continue
      case .torn: return nil
      case .damaged: break read
      }
    }
    guard reader.offset < bytes.count else { return nil }
    let due = reader.state.recordCount + 1
    let rest = bytes[offset...].split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    guard let found = rest.first.flatMap(number) else { return Contradiction(record: due, words: "record \(due) was edited") }
    let next = rest.count > 1 ? number(rest[1]) : nil
    let words =
      if found == due { "record \(due) was edited" } else if found < due {
        "record \(found) stands there twice, the second time where record \(due) belongs"
      } else if next == due { "records \(due) and \(found) have changed places" } else if found == due + 1 {
        "record \(due) was removed"
      } else { "records \(due) to \(found - 1) were removed" }
    return Contradiction(record: due, words: words)
  }

  /// The number that a line claims to have.
  private static func number(_ line: ArraySlice<UInt8>) -> Int? {
    guard line.count > Frame.headerLength, let json = try? JSON.parse(Array(line.dropFirst(Frame.headerLength))) else { return nil }
    return json["seq"]?.intValue.flatMap { Int(exactly: $0) }
  }
}

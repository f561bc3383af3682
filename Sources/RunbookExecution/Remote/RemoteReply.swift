import RunbookBase

/// What a host answers to a question about one place.
struct RemoteReply: Equatable {
  /// How a started pipeline stands.
  enum State: String {
    /// Nothing is there.
    case absent
    /// Its place is taken, and no runner has shown up yet.
    case begun
    /// It never ran and never will.
    case void
    case running
    case exited
    /// It was started, nothing of it lives, and there is no record.
    case dead
  }

  enum Answer: Equatable {
    case state(State)
    /// The host cannot do what is asked for, and why.
    case refused(String)
  }

  var answer: Answer
  /// The runner, while it is known.
  var process: (pid: Int32, startTime: Int64)?
  var record: RemoteRecord?
  /// What the runner itself has to complain about.
  var complaints: [String] = []
  /// How large both outputs are, and the next piece of each.
  var sizes = RemoteOffsets.start
  var output: [UInt8] = []
  var error: [UInt8] = []

  /// Parses an answer; nil for one that is not whole: then nothing is known.
  ///
  /// - Parameter mark: the random mark of the question; what stands before it was printed by the login.
  init?(_ bytes: [UInt8], mark: String) {
    guard var rest = Self.after("\n\(mark)\n", in: bytes[...]) else { return nil }
    var state: Answer?
    while let end = rest.firstIndex(of: 0x0A) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[(end + 1)...]
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let value = words.count > 1 ? words[1] : ""
      switch words[0] {
      case "state": state = State(rawValue: value).map(Answer.state)
      case "refused": state = .refused(value)
      case "process": process = Self.process(value)
      case "record": record = RemoteRecord(adding: value, to: record)
      case "complaint": complaints.append(TerminalText.escapedLine(value))
      case "sizes":
        guard let (a, b) = Self.pair(value) else { return nil }
        sizes = RemoteOffsets(output: a, error: b)
      case "data":
        guard let state, let (a, b) = Self.pair(value), a >= 0, b >= 0, rest.count - a >= b else { return nil }
        answer = state
        output = Array(rest.prefix(a))
        error = Array(rest.dropFirst(a).prefix(b))
        guard rest.dropFirst(a + b).elementsEqual("\nend \(mark)\n".utf8) else { return nil }
        if state == .state(.exited), record?.isWhole != true { return nil }
        return
      default: return nil
      }
    }
    return nil
  }

  static func == (a: RemoteReply, b: RemoteReply) -> Bool {
    a.answer == b.answer && a.record == b.record && a.sizes == b.sizes && a.output == b.output && a.error == b.error
  }

  private static func pair(_ text: String) -> (Int, Int)? {
    let numbers = text.split(separator: " ").map { Int($0) }
    guard numbers.count == 2, let a = numbers[0], let b = numbers[1] else { return nil }
    return (a, b)
  }

  private static func process(_ text: String) -> (pid: Int32, startTime: Int64)? {
    let words = text.split(separator: " ")
    guard words.count == 3, let pid = Int32(words[0]), let start = Int64(words[1]) else { return nil }
    return (pid, start)
  }

  static func after(_ text: String, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for place in bytes.startIndex...(bytes.endIndex - wanted.count) where bytes[place...].starts(with: wanted) {
      return bytes[(place + wanted.count)...]
    }
    return nil
  }
}

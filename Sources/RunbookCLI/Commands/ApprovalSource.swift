import RunbookApproval
import RunbookBase
import RunbookJournal
import RunbookSystem

/// Finds the request that a person means: a file, a folder that several people share, standard input, or the run's own folder.
enum ApprovalSource {
  /// The request, and the folder of its run where this machine has it.
  static func find(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> (ApprovalRequest, ApprovalFolder?) {
    let source = arguments.value("request")
    let run: RunFolder? = arguments.value("state") != nil || source == nil ? try RunLookup.find(arguments, context) : nil
    let home = run.map { ApprovalFolder($0) }
    if let source, !Files.isDirectory(source) {
      let request = try ApprovalRequest(text: try read(source))
      try refuseOther(request, arguments)
      return (request, home)
    }
    var waiting = source.map(shared) ?? home?.requests() ?? []
    // A gate that has its answer waits no longer, though its request is kept.
    if let run {
      let gates = try run.read().state.gates
      waiting = waiting.filter { request in gates[request.question.gate].map { $0.answer == nil } ?? true }
    }
    var found = waiting.filter { isMeant($0, arguments) }
    // The newest run, as everywhere.
    if arguments.operand("RUN") == ".", let newest = found.map(\.question.run).max() { found = found.filter { $0.question.run == newest } }
    guard found.count == 1 else {
      throw Problem(
        .usage, found.isEmpty ? "no gate waits for a signed answer there" : "\(found.count) gates wait: say which",
        details: waiting.map { "\($0.question.run) \($0.question.number) \(TerminalText.escapedLine($0.question.gate))  code \($0.code)" },
        hint: "\(Program.name) approve RUN GATE --key FILE, or --request FILE with the request that you were sent")
    }
    return (found[0], home)
  }

  /// The requests in a folder; whatever else lies there is left out.
  private static func shared(_ folder: String) -> [ApprovalRequest] {
    ((try? Files.list(folder)) ?? []).filter { $0.hasSuffix(".request") }
      .compactMap { name in (try? read("\(folder)/\(name)")).flatMap { try? ApprovalRequest(text: $0) } }
  }

  /// The bytes of a file, or of standard input for `-`.
  static func read(_ source: String) throws(Problem) -> [UInt8] {
    let limit = 4 << 20
    do throws(SystemError) {
      if source != "-" { return try Files.read(source, limit: limit) }
      var bytes: [UInt8] = []
      while bytes.count <= limit {
        let piece = try FileDescriptor.standardInput.read(upTo: 1 << 16)
        if piece.isEmpty { break }
        bytes += piece
      }
      return bytes
    } catch {
      throw Problem(
        .usage, "\(source) cannot be read: \(error.errno)", hint: "give the file that you were sent, or - and paste it")
    }
  }

  /// What was typed must be what is signed: a request of another run must not slip under a familiar name.
  private static func refuseOther(_ request: ApprovalRequest, _ arguments: ParsedArguments) throws(Problem) {
    let question = request.question
    if let run = arguments.operand("RUN"), !isRun(run, of: request) {
      throw Problem(
        .signOffRefused, "the request is one of run \(question.run), not of “\(TerminalText.escapedLine(run))”",
        hint: "check which request you were sent")
    }
    if let gate = arguments.operand("GATE"), !isGate(gate, of: request) {
      throw Problem(
        .signOffRefused,
        "the request is one of gate \(question.number) (\(TerminalText.escapedLine(question.gate))), not of “\(TerminalText.escapedLine(gate))”",
        hint: "check which request you were sent")
    }
  }

  private static func isMeant(_ request: ApprovalRequest, _ arguments: ParsedArguments) -> Bool {
    (arguments.operand("RUN").map { isRun($0, of: request) } ?? true) && (arguments.operand("GATE").map { isGate($0, of: request) } ?? true)
  }

  private static func isRun(_ text: String, of request: ApprovalRequest) -> Bool {
    let run = request.question.run
    return text == "." || run.short.hasSameBytes(as: text) || run.text.utf8.starts(with: text.utf8)
  }

  /// A gate is called by its id, the last part of it, or its number.
  private static func isGate(_ text: String, of request: ApprovalRequest) -> Bool {
    let id = request.question.gate
    return [id, request.question.number].contains { $0.hasSameBytes(as: text) }
      || id.utf8.reversed().starts(with: ("/" + text).utf8.reversed())
  }
}

import RunbookApproval
import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem

/// `runbook approve [RUN] [GATE] --key FILE`: says yes or no to a waiting run, from any machine.
///
/// It needs the request and a key, nothing else. A yes is typed on a terminal by somebody to whom everything was shown; no flag replaces that.
enum ApproveCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    if let missing = arguments.missing() { throw missing }
    guard let key = arguments.value("key") else {
      throw Problem(.usage, "--key is missing", hint: "name your SSH key: --key ~/.ssh/id_ed25519")
    }
    let (request, home) = try find(arguments, context)
    try refuseOther(request, arguments)
    let isYes = !arguments.flag("decline")
    let now = WallTime(nanoseconds: context.now)
    context.tell(request.lines(now: now).flatMap { Wrap.lines($0, width: context.width, hanging: 4) } + [""])
    if isYes, now > request.notAfter {
      throw Problem(
        .signOffRefused, "the request expired at \(request.notAfter): a yes would count for nothing",
        hint: "have the run resumed; it writes another request")
    }
    let principal = try principal(arguments, key: key)
    let answer = try ApprovalAnswer(
      isYes ? .approve : .decline, to: request, as: principal, role: arguments.value("role"), reason: arguments.value("reason"), at: now)
    context.tell([
      "You answer as \(TerminalText.escapedLine(principal)) (\(TerminalText.escapedLine(answer.role))). Compare the code by voice: \(request.code)"
    ])
    if isYes { try askForTheWord(request, context) }
    let keygen = try SSHKeygen()
    let signed = try SignedAnswer.sign(answer, key: key, with: keygen, environment: context.environment) { piece in
      try? FileDescriptor.standardError.writeAll(piece)
    }
    try deliver(signed, home, arguments, context)
    context.tell([
      isYes
        ? "approved: gate \(request.question.number), answer \(signed.code)"
        : "declined: gate \(request.question.number), answer \(signed.code)"
    ])
    return .success
  }

  /// The request, and the folder of its run where this machine has it.
  private static func find(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> (ApprovalRequest, ApprovalFolder?) {
    let home: ApprovalFolder? =
      if arguments.value("state") != nil || arguments.value("request") == nil {
        ApprovalFolder(try RunLookup.find(arguments, context))
      } else { nil }
    if let source = arguments.value("request") { return (try ApprovalRequest(text: try read(source)), home) }
    let waiting = home?.requests() ?? []
    let wanted = arguments.operand("GATE")
    let found = waiting.filter { request in wanted.map { isGate($0, of: request) } ?? true }
    guard found.count == 1 else {
      throw Problem(
        .usage, found.isEmpty ? "no gate waits for a signed answer there" : "\(found.count) gates wait: say which",
        details: waiting.map { "\($0.question.number) \($0.question.gate)  code \($0.code)" },
        hint: "runbook approve RUN GATE --key FILE, or --request FILE with the request that you were sent")
    }
    return (found[0], home)
  }

  private static func read(_ source: String) throws(Problem) -> [UInt8] {
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
        .usage, "the request \(source) cannot be read: \(error.errno)",
        hint: "give --request the file that you were sent, or - and paste it")
    }
  }

  /// What was typed must be what is signed: a request of another run must not slip under a familiar name.
  private static func refuseOther(_ request: ApprovalRequest, _ arguments: ParsedArguments) throws(Problem) {
    let question = request.question
    if let run = arguments.operand("RUN"), !question.run.short.hasSameBytes(as: run), !question.run.text.utf8.starts(with: run.utf8) {
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

  /// A gate is called by its id, the last part of it, or its number.
  private static func isGate(_ text: String, of request: ApprovalRequest) -> Bool {
    let id = request.question.gate
    return [id, request.question.number].contains { $0.hasSameBytes(as: text) }
      || id.utf8.reversed().starts(with: ("/" + text).utf8.reversed())
  }

  /// `--as`, else the comment that stands behind the public key.
  private static func principal(_ arguments: ParsedArguments, key: String) throws(Problem) -> String {
    if let name = arguments.value("as") { return name }
    let file = key.hasSuffix(".pub") ? key : key + ".pub"
    let line = ((try? Files.read(file, limit: 1 << 16)) ?? []).prefix { $0 != 0x0A }
    let fields = line.split(separator: 0x20, maxSplits: 2)
    guard fields.count == 3, let comment = String(validating: fields[2], as: UTF8.self), !comment.utf8.contains(0x20) else {
      throw Problem(
        .usage, "nobody says who you are", hint: "add --as with the name that the estate's keys give you, such as --as ada@example")
    }
    return comment
  }

  /// Asks on the terminal itself, so that nothing piped into us can answer.
  private static func askForTheWord(_ request: ApprovalRequest, _ context: Context) throws(Problem) {
    guard let terminal = try? FileDescriptor.open("/dev/tty", .readWrite) else {
      throw Problem(
        .awaitingSignOff, "approving needs a terminal: a person must see the statement and type the word; nothing was signed",
        hint: "run it in a terminal; a no can be given without one: --decline --reason \"…\"")
    }
    defer { terminal.closeQuietly() }
    Terminal.flushInput(terminal)
    var typed: [UInt8] = []
    for _ in 0..<5 {
      try? terminal.writeAll("type \(request.word) to sign, anything else to leave it: ")
      while !typed.contains(0x0A), typed.count < 4096, let piece = try? terminal.read(upTo: 4096), !piece.isEmpty { typed += piece }
      guard let end = typed.firstIndex(of: 0x0A) else { break }
      let line = TextTrim.trimmed(String(decoding: typed[..<end], as: UTF8.self))
      typed.removeFirst(end + 1)
      if line.utf8.elementsEqual(request.word.utf8) { return }
      if !line.isEmpty { break }
    }
    throw Problem(
      .awaitingSignOff, "the word was not typed; nothing was signed", hint: "to say no: runbook approve … --decline --reason \"…\"")
  }

  private static func deliver(
    _ signed: SignedAnswer, _ home: ApprovalFolder?, _ arguments: ParsedArguments, _ context: Context
  ) throws(Problem) {
    if let home {
      try home.write(signed)
      context.tell(["the answer lies in \(home.answerPath(signed)); the waiting run takes it from there"])
    }
    let out = arguments.value("out")
    if out == "-" || (out == nil && home == nil) { context.put(String(decoding: signed.block, as: UTF8.self)) }
    guard let out, out != "-" else { return }
    do throws(SystemError) { try Files.writeDurably(signed.block, to: out, mode: 0o644) } catch {
      throw Problem(
        .usage, "the answer was signed and cannot be written: \(error)", hint: "name another file with --out, or - for standard output")
    }
  }
}

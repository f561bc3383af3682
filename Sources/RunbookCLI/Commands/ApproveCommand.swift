import RunbookApproval
import RunbookBase
import RunbookJournal
import RunbookPlanning
import RunbookSystem
import Runbooks

/// `runbook approve [RUN] [GATE] --key FILE`: says yes or no to a waiting run, from any machine.
///
/// It needs the request and a key, nothing else. A yes is typed on a terminal by somebody to whom everything was shown; no flag replaces that.
enum ApproveCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    if let source = arguments.value("hand-in") { return try handIn(source, arguments, context) }
    guard let key = arguments.value("key") else {
      throw Problem(.usage, "--key is missing", hint: "name your SSH key: --key ~/.ssh/id_ed25519")
    }
    let (request, home) = try ApprovalSource.find(arguments, context)
    let isYes = !arguments.flag("decline")
    let now = WallTime(nanoseconds: context.now)
    context.tell(request.lines(now: now).flatMap { wrapped($0, context) } + [""])
    if isYes, now > request.notAfter {
      throw Problem(
        .signOffRefused, "the request expired at \(request.notAfter): a yes would count for nothing",
        hint: "have the run resumed; it writes another request")
    }
    let principal = try principal(arguments, key: key, trust(request, context))
    let answer = try ApprovalAnswer(
      isYes ? .approve : .decline, to: request, as: principal, role: arguments.value("role"), reason: arguments.value("reason"), at: now)
    context.tell([
      "You answer as \(TerminalText.escapedLine(principal)) (\(TerminalText.escapedLine(answer.role))). Compare the code by voice: \(request.code)"
    ])
    if isYes { try askForTheWord(request) }
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

  /// A line with its indent kept, broken between words alone.
  private static func wrapped(_ line: String, _ context: Context) -> [String] {
    let indent = line.utf8.prefix { $0 == 0x20 }.count
    return Wrap.lines(String(line.dropFirst(indent)), width: context.talkWidth, indent: indent, hanging: 4)
  }

  /// `--hand-in FILE`: the operator puts an answer that came by chat or mail where the run finds it; the run judges it.
  private static func handIn(_ source: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let signed = try SignedAnswer(text: try ApprovalSource.read(source))
    let folder = try RunLookup.find(arguments, context)
    guard signed.answer.run.utf8.elementsEqual(folder.id.text.utf8) else {
      throw Problem(
        .signOffRefused, "the answer is one to run \(TerminalText.escapedLine(signed.answer.run)), not to \(folder.id)",
        hint: "name that run: \(Program.name) approve RUN --hand-in FILE")
    }
    try ApprovalFolder(folder).write(signed)
    context.tell([
      "the \(signed.answer.decision.rawValue) of \(TerminalText.escapedLine(signed.answer.principal)), answer \(signed.code), lies beside its request; "
        + (folder.isBusy ? "the waiting run takes it from there" : "the run judges it when it goes on: \(Program.name) exec … --resume")
    ])
    return .success
  }

  /// The keys of the request's estate, where this machine has them; the run judges by its own, so that they only say a name here.
  private static func trust(_ request: ApprovalRequest, _ context: Context) -> AllowedSigners? {
    guard let rules = try? context.estate(request.question.estate).signOff else { return nil }
    return try? ApprovalDesk.TrustLocation(rules, user: Host.userID()).load().signers
  }

  /// `--as`, else the name under which the key is listed, else the comment that stands behind the public key.
  private static func principal(_ arguments: ParsedArguments, key: String, _ listed: AllowedSigners?) throws(Problem) -> String {
    if let name = arguments.value("as") { return name }
    let file = key.hasSuffix(".pub") ? key : key + ".pub"
    let line = ((try? Files.read(file, limit: 1 << 16)) ?? []).prefix { $0 != 0x0A }
    let fields = line.split(separator: 0x20, maxSplits: 2)
    let names = SSHKey(publicLine: line).flatMap { listed?.principals(of: $0) } ?? []
    if let name = names.first(where: { fields.count == 3 && $0.utf8.elementsEqual(fields[2]) }) ?? names.first { return name }
    guard fields.count == 3, let comment = String(validating: fields[2], as: UTF8.self), !comment.utf8.contains(0x20) else {
      throw Problem(
        .usage, "nobody says who you are", hint: "add --as with the name that the estate's keys give you, such as --as ada@example")
    }
    return comment
  }

  private static func askForTheWord(_ request: ApprovalRequest) throws(Problem) {
    let isTyped: Bool
    do throws(Problem) {
      isTyped = try TerminalWord.isTyped(request.word, "type \(request.word) to sign, anything else to leave it: ")
    } catch {
      throw Problem(
        .awaitingSignOff, "approving needs a terminal: a person must see the statement and type the word; nothing was signed",
        hint: "run it in a terminal; a no can be given without one: --decline --reason \"…\"")
    }
    guard isTyped else {
      throw Problem(
        .awaitingSignOff, "the word was not typed; nothing was signed",
        hint: "to say no: \(Program.name) approve … --decline --reason \"…\"")
    }
  }

  private static func deliver(
    _ signed: SignedAnswer, _ home: ApprovalFolder?, _ arguments: ParsedArguments, _ context: Context
  ) throws(Problem) {
    if let home {
      try home.write(signed)
      context.tell(["the answer lies in \(home.answerPath(signed)); the waiting run takes it from there"])
    }
    // Where the request came out of a shared folder, the answer goes back into it.
    let out = arguments.value("out") ?? (arguments.value("request").flatMap { Files.isDirectory($0) ? $0 : nil })
    guard var out, out != "-" else {
      if out == "-" || home == nil { context.put(String(decoding: signed.block, as: UTF8.self)) }
      return
    }
    if Files.isDirectory(out) { out += "/" + ApprovalFolder.sharedName(signed) }
    do throws(SystemError) { try Files.writeDurably(signed.block, to: out, mode: 0o644) } catch {
      throw Problem(
        .usage, "the answer was signed and cannot be written: \(error)", hint: "name another file with --out, or - for standard output")
    }
    context.tell(["the answer lies in \(out)"])
  }
}

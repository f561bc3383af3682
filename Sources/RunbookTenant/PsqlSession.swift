import RunbookBase
import RunbookSystem

/// One `psql` child on one database: statements go in by a pipe, answers are read up to a mark.
///
/// Its end of file is our dead-man switch: when this process dies, `psql` reads the end of its input, leaves, and the server
/// rolls back whatever was not committed.
final class PsqlSession {
  enum Role: String, Sendable {
    case source = "scratch"
    case target = "production"
  }

  let role: Role
  let child: Child
  let output: FileDescriptor
  let errors: FileDescriptor
  private let input: FileDescriptor
  private let mark: [UInt8]
  private var answers: [UInt8] = []
  private var complaints: [UInt8] = []
  private(set) var pending = false
  private(set) var outputEnded = false
  private(set) var errorsEnded = false
  private var isClosed = false

  /// Starts `psql` in the directory of the named pipes, so that no path needs quoting.
  init(_ role: Role, _ connection: TenantConnection, _ configuration: TenantRows.Configuration, directory: String) throws(Problem) {
    self.role = role
    mark = Array("mark-\(Entropy.hex(16))\n".utf8)
    do throws(SystemError) {
      Signals.ignore(Self.brokenPipe)
      let (stdin, stdout, stderr) = (try FileDescriptor.pipe(), try FileDescriptor.pipe(), try FileDescriptor.pipe())
      defer { for end in [stdin.readEnd, stdout.writeEnd, stderr.writeEnd] { end.closeQuietly() } }
      (input, output, errors) = (stdin.writeEnd, stdout.readEnd, stderr.readEnd)
      let arguments = [
        configuration.psql, "-X", "-q", "-A", "-t", "-z", "-0", "-w", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose",
        "--set=runbook_tenant=" + configuration.tenant, "--set=runbook_mark=" + String(decoding: mark.dropLast(), as: UTF8.self),
      ]
      child = try Child.spawn(
        SpawnRequest(
          executable: configuration.psql, arguments: arguments, environment: connection.environment(over: configuration.environment),
          workingDirectory: directory, standardInput: stdin.readEnd, standardOutput: stdout.writeEnd, standardError: stderr.writeEnd))
      try output.setNonBlocking(true)
      try errors.setNonBlocking(true)
    } catch {
      throw Problem(.preconditionNotMet, "psql cannot be started: \(error)", hint: "install the PostgreSQL client, or name its path")
    }
  }

  deinit { kill() }

  /// The signal that a write to a dead `psql` would end us with.
  private static let brokenPipe: Int32 = 13

  /// Sends statements or meta-commands and the mark behind them; the answer is taken by `PsqlSession.settle`.
  func start(_ script: SQL) {
    pending = true
    // A write that fails means that psql is gone; the end of its output tells why.
    try? input.writeAll(script.text + "\n\\echo :runbook_mark\n")
  }

  /// Keeps an idle transaction alive while the other side works; has no answer.
  func nudge() { if !pending && !outputEnded { try? input.writeAll("SELECT WHERE false;\n") } }

  /// Sends statements and waits for what they answer: fields, row after row.
  func ask(_ script: SQL, columns: Int, keepingAlive other: PsqlSession? = nil) throws(Problem) -> [[String]] {
    start(script)
    try PsqlSession.settle([self], keepingAlive: other)
    return try takeRows(columns)
  }

  /// Sends one statement that answers one row.
  func askOne(_ script: SQL, columns: Int, keepingAlive other: PsqlSession? = nil) throws(Problem) -> [String] {
    let rows = try ask(script, columns: columns, keepingAlive: other)
    guard rows.count == 1 else { throw unexpected("\(rows.count) rows instead of one") }
    return rows[0]
  }

  /// Sends statements that answer nothing.
  func run(_ script: SQL, keepingAlive other: PsqlSession? = nil) throws(Problem) { _ = try ask(script, columns: 1, keepingAlive: other) }

  /// The answer that has arrived, cut into rows at NUL bytes, which no PostgreSQL text can hold.
  func takeRows(_ columns: Int) throws(Problem) -> [[String]] {
    var body = answers[..<(answers.count - mark.count)]
    answers = []
    guard !body.isEmpty else { return [] }
    guard body.last == 0 || body.last == 0x0A else { throw unexpected("an answer without an end") }
    body.removeLast()
    let fields = body.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    guard fields.count % columns == 0 else { throw unexpected("\(fields.count) fields where rows have \(columns)") }
    return stride(from: 0, to: fields.count, by: columns).map { Array(fields[$0..<($0 + columns)]) }
  }

  func unexpected(_ what: String) -> Problem {
    Problem(.stepFailed, "psql on the \(role.rawValue) database gave an answer that makes no sense: \(what)", hint: "nothing was written")
  }

  /// Reads what is there; true when the mark has come.
  func drain() {
    if !outputEnded { outputEnded = Self.take(output, into: &answers) }
    if !errorsEnded { errorsEnded = Self.take(errors, into: &complaints) }
    // Notices may go on for ever; the last ones matter.
    if complaints.count > 1 << 17 { complaints.removeFirst(complaints.count - 1 << 16) }
    if pending && answers.count >= mark.count && answers.suffix(mark.count).elementsEqual(mark) { pending = false }
  }

  private static func take(_ descriptor: FileDescriptor, into bytes: inout [UInt8]) -> Bool {
    while let part = try? descriptor.readAvailable(upTo: 1 << 16) {
      if part.isEmpty { return true }
      bytes += part
    }
    return false
  }

  /// Why it left; call after the end of its output.
  func failure() -> PsqlFailure {
    let status = child.wait()
    drain()
    return PsqlFailure(errorOutput: complaints, fallback: "it ended with \(status)")
  }

  /// Ends the session in peace; an open transaction is rolled back by the server.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    input.closeQuietly()
    _ = try? Poller.poll([(child.exitDescriptor, .read)], timeoutMilliseconds: 5000)
    finish()
  }

  /// Ends it at once: it may hang on a pipe whose other side is gone.
  func kill() {
    guard !isClosed else { return }
    isClosed = true
    input.closeQuietly()
    finish()
  }

  private func finish() {
    if !child.hasExited() { child.signalGroup(9) }
    child.wait()
    output.closeQuietly()
    errors.closeQuietly()
  }
}

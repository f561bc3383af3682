import RunbookBase
import RunbookJournal
import RunbookSystem

/// A corner shop with its own ledger and state folder: the place where one case happens.
struct Shop {
  /// One of the two runbooks that the cases kill.
  enum Procedure: String, Sendable {
    case closeTheBooks = "close-the-books"
    case carryOver = "carry-over"

    /// The lines that the ledger must have at the end, each of them once.
    var lines: [String] {
      switch self {
      case .closeTheBooks: ["one", "two", "total", "signed"]
      case .carryOver: ["one", "two", "carried", "checked"]
      }
    }
  }

  /// How one start of the program ended.
  struct Outcome {
    let status: TerminationStatus
    let talk: String

    var isKilled: Bool { status == .signaled(9) }
    var code: Int32 { if case .exited(let code) = status { code } else { -1 } }
  }

  let folder: String
  let procedure: Procedure
  var pause = 0

  var ledger: String { folder + "/ledger" }
  var lock: String { folder + "/ledger.lock" }
  var state: String { folder + "/state" }

  /// Runs the body in a new shop.
  static func with<Result>(_ procedure: Procedure, pause: Int = 0, _ body: (Shop) throws -> Result) throws -> Result {
    let folder = try Files.temporaryDirectory(prefix: "runbook-crash-test")
    let shop = Shop(folder: folder, procedure: procedure, pause: pause)
    // A supervisor whose executor was killed may still write into it.
    defer { _ = eventually { (try? Files.removeTree(folder)) != nil || !Files.exists(folder) } }
    try Files.writeDurably(Array("one\ntwo\n".utf8), to: shop.ledger)
    return try body(shop)
  }

  /// The program beside this test program.
  static func program() throws -> String {
    let own = try Host.executablePath()
    let path = (Files.directory(of: own) ?? "") + "/corner-shop"
    guard Files.exists(path) else { throw SystemError("find", path: path, errno: .ENOENT) }
    return path
  }

  /// A start of the program: the command, whoever answers, and what shall go wrong.
  func request(
    resume: Bool, answers: [String] = Answers.usual, fault: String? = nil, supervisorFault: String? = nil
  ) throws -> Subprocess {
    let file = "\(folder)/answers-\(Entropy.hex(4))"
    try Files.writeDurably(Array((answers.joined(separator: "\n") + "\n").utf8), to: file)
    var arguments = ["exec", procedure.rawValue, "--state", state, "--estate", "drill-shop", "--answers", file]
    arguments += resume ? ["--resume"] : ["--ledger", ledger, "--pause", String(pause)]
    var environment = ["PATH": "/usr/bin:/bin", "HOME": folder]
    environment["RUNBOOK_FAULT"] = fault
    environment["RUNBOOK_SUPERVISOR_FAULT"] = supervisorFault
    return Subprocess(try Self.program(), arguments, environment: environment, timeLimitSeconds: 120)
  }

  func exec(
    resume: Bool = false, answers: [String] = Answers.usual, fault: String? = nil, supervisorFault: String? = nil
  ) throws -> Outcome {
    let request = try request(resume: resume, answers: answers, fault: fault, supervisorFault: supervisorFault)
    let outcome = try Subprocess.runAll([request])[0].get()
    return Outcome(status: outcome.status, talk: String(decoding: outcome.errorOutput, as: UTF8.self))
  }

  /// The program's own proof of the log.
  func verify() throws -> Outcome {
    guard let run = try run() else { return Outcome(status: .exited(2), talk: "no run") }
    let outcome = try Subprocess.run(
      Self.program(), ["verify", run.id.text, "--state", state], environment: ["PATH": "/usr/bin:/bin"], timeLimitSeconds: 60)
    return Outcome(status: outcome.status, talk: String(decoding: outcome.output + outcome.errorOutput, as: UTF8.self))
  }

  /// The one run of this shop; nil before it has begun.
  func run() throws -> RunFolder? {
    guard Files.exists(state + "/runs") else { return nil }
    let directory = try StateDirectory.existing(state)
    let ids = try directory.runs()
    guard ids.count <= 1 else { throw Complaint("there are \(ids.count) runs") }
    return ids.first.map { directory.folder($0) }
  }

  /// The ledger's lines, read by this test and nobody else.
  func lines() throws -> [String] {
    try Files.read(ledger).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The folders of the supervisors of this shop that live now.
  func supervisors() -> [String] {
    var found: [String] = []
    for name in (try? Files.list("/proc")) ?? [] where name.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
      guard let bytes = try? Files.read("/proc/\(name)/cmdline", limit: 1 << 20) else { continue }
      let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      guard words.count == 3, words[1] == Supervisor.verb, words[2].hasPrefix(folder) else { continue }
      // A command that is just being started still looks like its supervisor; only that leads a session.
      let fields = (try? Files.readText("/proc/\(name)/stat"))?.split(separator: ")").last?.split(separator: " ") ?? []
      if fields.count > 3, fields[3] == name { found.append(words[2]) }
    }
    return found
  }
}

/// What the people of the shop say.
enum Answers {
  static let usual = [answer("day", "as usual"), answer("approve", "approve")]

  static func answer(_ step: String, _ word: String) -> String { #"{"step":"\#(step)","answer":"\#(word)"}"# }
}

/// Something that a case found.
struct Complaint: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Waits until the condition holds, half a minute at most.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1500 {
    if try condition() { return true }
    Clock.sleep(milliseconds: 20)
  }
  return false
}

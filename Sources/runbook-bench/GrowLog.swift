import RunbookBase
import RunbookJournal
import RunbookSystem

/// `runbook-bench grow-log LOG STATE RECORDS COUNT`: makes runs like the one whose log is given, of that many records each.
///
/// Every step of the run is attempted again and again, always failing but for the last time; the last step stays failed, so that
/// resuming goes through everything and stops there. The log is framed here and read back by the journal before it is written.
enum GrowLog {
  static func run(_ arguments: [String]) throws(Problem) {
    guard arguments.count == 4 else { throw Problem(.usage, "a log, a state folder and two numbers are needed") }
    let records = try Bench.number(arguments, 2)
    do throws(SystemError) {
      let model = try read(arguments[0])
      let plan = try Files.read((Files.directory(of: arguments[0]) ?? ".") + "/plan.json")
      for _ in 0..<(try number(arguments)) { Bench.say(try make(model, plan, in: arguments[1], records)) }
    } catch {
      throw Problem(.stepFailed, "cannot make the log: \(error)")
    }
  }

  private static func number(_ arguments: [String]) throws(SystemError) -> Int {
    guard let count = Int(arguments[3]) else { throw SystemError("count", path: arguments[3], errno: .EINVAL) }
    return count
  }

  /// What the given log says of its beginning and of its steps.
  private struct Model {
    var genesis: Genesis
    var session: Session
    var intents: [Intent] = []
  }

  private static func read(_ path: String) throws(SystemError) -> Model {
    let bytes = try Files.read(path, limit: 1 << 30)
    guard let records = try? Journal.records(bytes) else { throw SystemError("read the log", path: path, errno: .EINVAL) }
    var (genesis, session, intents): (Genesis?, Session?, [Intent]) = (nil, nil, [])
    for record in records {
      switch record.record.event {
      case .genesis(let found): genesis = found
      case .sessionOpened(let found): session = found
      case .stepIntended(let intent): intents.append(intent)
      default: break
      }
    }
    guard let genesis, let session, !intents.isEmpty else { throw SystemError("find the run", path: path, errno: .EINVAL) }
    return Model(genesis: genesis, session: session, intents: intents)
  }

  private static func make(_ model: Model, _ plan: [UInt8], in state: String, _ records: Int) throws(SystemError) -> String {
    var genesis = model.genesis
    genesis.nonce = Entropy.hex(16)
    genesis.previousSeal = nil
    guard let id = RunID(began: WallTime(nanoseconds: Clock.wall()), runbook: genesis.runbook, short: Entropy.hex(3)) else {
      throw SystemError("name the run", path: genesis.runbook, errno: .EINVAL)
    }
    genesis.run = id
    var chain = Chain(genesis)
    chain.append(.genesis(genesis), epoch: 0)
    chain.append(.sessionOpened(model.session))
    chain.append(.planAccepted(digest: genesis.plan))
    let attempts = max(1, (records - 4) / 2)
    for index in 0..<attempts {
      // Spread over the steps in order, so that each one's attempts stand together.
      let place = index * model.intents.count / attempts
      let isLast = (index + 1) * model.intents.count / attempts > place && index + 1 < attempts
      var intent = model.intents[place]
      intent.attempt = index == 0 || place != (index - 1) * model.intents.count / attempts ? 1 : chain.attempt + 1
      intent.nonce = Entropy.hex(16)
      chain.attempt = intent.attempt
      chain.append(.stepIntended(intent))
      let outcome = isLast ? StepOutcome.succeeded : .failed(.exit(1))
      chain.append(.stepEnded(Ending(step: intent.step, attempt: intent.attempt, outcome: outcome, duration: 1_234_567)))
    }
    chain.append(.paused(.failedStep, step: model.intents.last?.step))
    guard let contents = try? Journal.read(chain.bytes, run: id), contents.tail == .clean else {
      throw SystemError("read the log back", path: id.text, errno: .EINVAL)
    }
    let folder = "\(state)/runs/\(id.text)"
    try Files.makeDirectory(folder + "/output", parents: true)
    try Files.makeDirectory(folder + "/approvals", parents: true)
    try Files.writeDurably(plan, to: folder + "/plan.json")
    try Files.writeDurably([], to: folder + "/lock")
    try Files.writeDurably(chain.bytes, to: folder + "/audit.log")
    return "\(folder)\t\(contents.state.recordCount)\t\(chain.bytes.count)"
  }

  /// The chain of Docs/Audit-log.md, written a second time.
  private struct Chain {
    var bytes: [UInt8] = []
    var attempt = 0
    private var head: SHA256.Digest
    private var seq = 0
    private var at = Record.Instant(wall: WallTime(nanoseconds: Clock.wall()), boot: Clock.boottime())

    init(_ genesis: Genesis) {
      var hash = SHA256()
      hash.update("rb1-genesis\0" + genesis.run.text + genesis.nonce)
      head = hash.finalize()
    }

    mutating func append(_ event: Event, epoch: Int = 1) {
      seq += 1
      let payload = Record(at: at, by: "bench", epoch: epoch, seq: seq, event: event).payload
      let digits = String(payload.count, radix: 16)
      let length = String(repeating: "0", count: 8 - digits.utf8.count) + digits
      var hash = SHA256()
      hash.update("rb1-record\0")
      hash.update(head)
      hash.update(length)
      hash.update(payload)
      head = hash.finalize()
      bytes += Array("RB1 \(length) \(head.hex) ".utf8) + payload + [0x0A]
    }
  }
}

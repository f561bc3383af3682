import Glibc
import Operations
import RunbookBase
import RunbookSystem
import Runbooks

/// A Redis on loopback in a folder of its own, started and looked at by the commands under test.
final class LiveRedis {
  static let path = "/usr/local/bin:/usr/bin:/bin:/sbin"
  static let isInstalled = ["redis-server", "redis-cli", "redis-check-rdb"].allSatisfy { ExecutableSearch.resolve($0, path: path) != nil }

  let redis: Redis
  let queue: Queue
  let folder: String

  /// Writes the configuration; the server is started by its own command.
  init() throws {
    folder = try Files.temporaryDirectory(prefix: "redis-test-")
    let port = Self.freePort()
    redis = Redis(
      host: "127.0.0.1", port: port, directory: try AbsolutePath(parsing: folder),
      configuration: try AbsolutePath(parsing: "\(folder)/redis.conf"),
      manager: .daemon(pidFile: try AbsolutePath(parsing: "\(folder)/pid")), password: RedisTests.password)
    queue = Queue("bull:print-files", in: redis)
    try write(
      """
      bind 127.0.0.1
      port \(port)
      requirepass test
      dir "\(folder)"
      daemonize yes
      pidfile "\(folder)/pid"
      logfile "\(folder)/log"
      appendonly yes
      appendfsync everysec
      maxmemory-policy noeviction
      save ""
      """)
  }

  deinit {
    kill()
    try? Files.removeTree(folder)
  }

  func write(_ configuration: String) throws {
    let file = try FileDescriptor.open("\(folder)/redis.conf", [.writeOnly, .create, .truncate])
    try file.writeAll(Array((configuration + "\n").utf8))
    try file.close()
  }

  /// Starts the server and waits until it answers.
  func start() throws {
    _ = try run(Pipeline([redis.start()]))
    for _ in 0..<200 {
      if try passes(redis.answers) { return }
      usleep(20_000)
    }
    throw Problem(.stepFailed, "Redis does not answer")
  }

  /// As a power cut.
  func kill() {
    guard let text = try? Files.readText("\(folder)/pid"), let id = pid_t(text.prefix(while: \.isNumber)), id > 1 else { return }
    _ = Glibc.kill(id, SIGKILL)
    for _ in 0..<200 where Glibc.kill(id, 0) == 0 { usleep(10_000) }
  }

  @discardableResult
  func run(_ words: [String]) throws -> (output: String, succeeded: Bool) {
    try run(Pipeline([Command(words[0], words.dropFirst().map { Text($0) }, effect: .reads)]))
  }

  /// What the last command of a pipeline prints, without surrounding white space.
  @discardableResult
  func run(_ pipeline: Pipeline) throws -> (output: String, succeeded: Bool) {
    var bytes: [UInt8]?
    var succeeded = true
    for command in pipeline.commands {
      let outcome = try Subprocess.run(
        command.executable, command.arguments.map(\.template), environment: ["PATH": Self.path, "REDISCLI_AUTH": "test"],
        workingDirectory: "/", input: command.input.map { Array($0.template.utf8) } ?? bytes, timeLimitSeconds: 30)
      bytes = outcome.output
      succeeded = succeeded && outcome.status.isSuccess
    }
    let text = String(decoding: bytes ?? [], as: UTF8.self)
    return (String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()), succeeded)
  }

  func passes(_ probe: Probe) throws -> Bool {
    let (output, succeeded) = try run(probe.pipeline)
    return switch probe.criterion {
    case .equals(let text): output == text.template
    case .atLeast(let text): (Int(output) ?? -1) >= (Int(text.template) ?? .max)
    case .contains(let text): output.contains(text.template)
    default: succeeded
    }
  }

  /// What Redis answers to words, as a number.
  func number(_ command: Command) throws -> Int? { Int(try run(Pipeline([command])).output) }

  @discardableResult
  func say(_ words: String...) throws -> String {
    try run(["redis-cli", "-h", "127.0.0.1", "-p", "\(redis.port)", "--no-auth-warning", "--raw"] + words).output
  }

  /// The names in the folder, of a kind or all.
  func files(_ name: String = "*") throws -> [String] {
    try run(["find", folder, "-mindepth", "1", "-name", name]).output.split(separator: "\n").map(String.init).sorted()
  }

  private static func freePort() -> Int {
    while true {
      let port = 20_000 + Int.random(in: 0..<12_000)
      let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(number) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let bound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
      }
      if bound == 0 { return port }
    }
  }
}

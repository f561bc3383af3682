import Glibc
import RunbookBase
import RunbookExecution
import RunbookSystem
import Runbooks
import Testing

/// A real sshd on loopback, with keys and a state of its own.
final class SSHServer {
  static let program = "/usr/sbin/sshd"
  static var isInstalled: Bool { Files.exists(program) && Files.exists("/usr/bin/ssh") }

  let folder: String
  let port: Int
  private var child: Child?

  var knownHosts: String { folder + "/known_hosts" }
  var state: String { folder + "/remote" }

  init() throws {
    folder = try Files.temporaryDirectory(prefix: "runbook-ssh-test")
    for name in ["host", "user", "stranger"] {
      let words = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", "\(folder)/\(name)"]
      try #require(try Subprocess.run("/usr/bin/ssh-keygen", words).status.isSuccess)
    }
    if geteuid() == 0 { try? Files.makeDirectory("/run/sshd", mode: 0o755) }
    port = try Self.freePort()
    try write(
      "config",
      """
      Port \(port)
      ListenAddress 127.0.0.1
      HostKey \(folder)/host
      PidFile none
      AuthorizedKeysFile \(folder)/user.pub
      UsePAM no
      StrictModes no
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      PermitRootLogin yes
      MaxStartups 100
      PrintMotd no
      """)
    try trust("host")
    try start()
  }

  deinit {
    stop()
    try? Files.removeTree(folder)
  }

  func start() throws {
    child = try Child.spawn(
      SpawnRequest(
        executable: Self.program, arguments: [Self.program, "-D", "-f", folder + "/config"], environment: ["PATH": "/usr/bin:/bin"]))
    pid = child?.pid ?? 0
    let isThere = eventually { Self.answers(port) }
    try #require(isThere, "sshd does not answer on port \(port)")
  }

  /// Ends the server; connections that are open go on.
  func stop() {
    child?.signal(SIGTERM)
    child?.wait()
    child = nil
  }

  /// Ends all open connections, from the server's side: the processes of their sessions, not what runs in them.
  func cut() { _ = Self.cut(below: pid) }

  /// How many sessions were ended.
  static func cut(below server: Int32) -> Int {
    let sessions = processes { $0.hasPrefix("sshd: ") }.filter { descends($0, from: server) }
    for pid in sessions { kill(pid, SIGKILL) }
    return sessions.count
  }

  private(set) var pid: Int32 = 0

  /// Puts a public key into the known hosts, as that of this host.
  func trust(_ name: String) throws {
    let key = try Files.readText("\(folder)/\(name).pub").split(separator: " ").prefix(2).joined(separator: " ")
    try write("known_hosts", "[127.0.0.1]:\(port) \(key)\n")
  }

  func write(_ name: String, _ text: String) throws { try Files.writeDurably(Array(text.utf8), to: "\(folder)/\(name)") }

  func reach(_ identity: String = "user", port: Int? = nil, address: String = "127.0.0.1") throws -> Reach {
    try Reach(
      parsing: "\(Host.userName())@\(address):\(port ?? self.port)", knownHosts: AbsolutePath(parsing: knownHosts),
      identity: AbsolutePath(parsing: "\(folder)/\(identity)"), folder: AbsolutePath(parsing: state))
  }

  func connection(_ reach: Reach) -> Connection {
    Connection(host: "far", reach: reach, program: "/usr/bin/ssh", environment: ["PATH": "/usr/bin:/bin"])
  }

  private static func descends(_ pid: Int32, from server: Int32) -> Bool {
    var pid = pid
    for _ in 0..<4 {
      guard let parent = parent(pid) else { return false }
      if parent == server { return true }
      pid = parent
    }
    return false
  }

  private static func parent(_ pid: Int32) -> Int32? {
    let fields = (try? Files.readText("/proc/\(pid)/stat"))?.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 1 ? Int32(fields[1]) : nil
  }

  /// The processes whose command line passes.
  static func processes(where isWanted: (String) -> Bool) -> [Int32] {
    ((try? Files.list("/proc")) ?? []).compactMap { Int32($0) }.filter { pid in
      guard let bytes = try? Files.read("/proc/\(pid)/cmdline", limit: 1 << 20) else { return false }
      return isWanted(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
    }
  }

  private static func freePort() throws -> Int {
    for _ in 0..<100 {
      let port = Int.random(in: 20000..<32000)
      if !answers(port) { return port }
    }
    throw SystemError("find a port", errno: .EBUSY)
  }

  static func answers(_ port: Int) -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) } == 0
    }
  }
}

/// Waits until the condition holds, half a minute at most.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1500 {
    if try condition() { return true }
    Clock.sleep(milliseconds: 20)
  }
  return false
}

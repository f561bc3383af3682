import Glibc
import Testing

/// Runs a shell for the tests of what we write for shells.
enum Shell {
  struct Failure: Error {
    var program: String
    var status: Int32
    var output: String
  }

  /// The folders of the search path that hold the program.
  static func isInstalled(_ name: String) -> Bool {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Runs a program found on the search path with nothing to read; its standard output and error together.
  /// - Throws: `Failure` when it cannot be started or does not exit with 0.
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(program: program, status: errno, output: "pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let started = posix_spawnp(&pid, program, &actions, nil, &words, environ)
    close(ends[1])
    defer { close(ends[0]) }
    guard started == 0 else { throw Failure(program: program, status: started, output: "not started") }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = read(ends[0], &buffer, buffer.count), count > 0 { output += buffer[..<count] }
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    let text = String(decoding: output, as: UTF8.self)
    guard status == 0 else { throw Failure(program: program, status: status, output: text) }
    return text
  }

  /// Gives a script to a body as a file of its own.
  static func withScript<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/runbook-completion-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Failure(program: "mkstemp", status: errno, output: "") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let bytes = Array(text.utf8)
    let written = write(descriptor, bytes, bytes.count)
    close(descriptor)
    guard written == bytes.count else { throw Failure(program: "write", status: errno, output: path) }
    return try body(path)
  }
}

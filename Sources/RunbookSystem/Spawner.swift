import Glibc

/// The call of `posix_spawn`: groups, signals, descriptors (style section 4).
enum Spawner {
  static func spawn(_ request: SpawnRequest) throws(SystemError) -> Int32 {
    try request.check()
    // Opened here, so that a bad directory is told apart from a bad executable.
    let directory: FileDescriptor? =
      if let path = request.workingDirectory { try FileDescriptor.open(path, [.readOnly, .directory]) } else { nil }
    var toClose: [FileDescriptor] = directory.map { [$0] } ?? []
    defer { toClose.forEach { $0.closeQuietly() } }

    // Sources that lie among the targets are moved out of the way first: no order of dup2 calls can then destroy one.
    let ceiling = (request.inherited.map(\.as).max() ?? 2) + 1
    var moves: [(source: FileDescriptor?, target: Int32)] = [
      (request.standardInput, 0), (request.standardOutput, 1), (request.standardError, 2),
    ]
    moves += request.inherited.map { ($0.descriptor, $0.as) }
    for index in moves.indices {
      guard let source = moves[index].source, source.rawValue < ceiling else { continue }
      let moved = try source.duplicate(minimum: ceiling)
      toClose.append(moved)
      moves[index].source = moved
    }

    var actions = unsafe posix_spawn_file_actions_t()
    try Door.number("spawn") { unsafe posix_spawn_file_actions_init(&actions) }
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let directory { try Door.number("spawn") { unsafe linuxSpawnAddFchdir(&actions, directory.rawValue) } }
    for move in moves {
      try Door.number("spawn") {
        guard let source = move.source else {
          return unsafe posix_spawn_file_actions_addopen(&actions, move.target, "/dev/null", move.target == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        return unsafe posix_spawn_file_actions_adddup2(&actions, source.rawValue, move.target)
      }
    }
    for hole in 3..<max(3, ceiling) where !moves.contains(where: { $0.target == hole }) {
      try Door.number("spawn") { unsafe posix_spawn_file_actions_addclose(&actions, hole) }
    }
    try Door.number("spawn") { unsafe linuxSpawnAddCloseFrom(&actions, ceiling) }

    var attributes = posix_spawnattr_t()
    try Door.number("spawn") { unsafe posix_spawnattr_init(&attributes) }
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    try Door.number("spawn") { configure(&attributes, request) }

    let words = CStringArray(request.arguments)
    let variables = CStringArray(request.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    var pid: pid_t = 0
    var attempt = 0
    while true {
      do throws(SystemError) {
        try Door.number("spawn", path: request.executable) {
          unsafe words.withPointer { words in
            unsafe variables.withPointer { unsafe posix_spawn(&pid, request.executable, &actions, &attributes, words, $0) }
          }
        }
        return pid
      } catch {
        // The process table is full for a moment: wait a little, six times at most.
        guard error.errno == .EAGAIN, attempt < 6 else { throw error }
        Clock.sleep(milliseconds: (5 << attempt) + Int.random(in: 0...5))
        attempt += 1
      }
    }
  }

  /// Own group or session, no signal blocked, every signal at its default: an ignored SIGPIPE would be inherited.
  private static func configure(_ attributes: inout posix_spawnattr_t, _ request: SpawnRequest) -> Int32 {
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe sigdelset(&all, SIGKILL)
    unsafe sigdelset(&all, SIGSTOP)
    var flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    flags |= request.newSession ? linuxSpawnSetSession : Int16(POSIX_SPAWN_SETPGROUP)
    let answers = unsafe [
      posix_spawnattr_setsigmask(&attributes, &none), posix_spawnattr_setsigdefault(&attributes, &all),
      posix_spawnattr_setpgroup(&attributes, request.processGroup ?? 0), posix_spawnattr_setflags(&attributes, flags),
    ]
    return answers.first { $0 != 0 } ?? 0
  }
}

/// Owned C strings with the closing nil that `exec` wants.
@safe private final class CStringArray {
  private var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    unsafe pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
  }

  deinit {
    unsafe pointers.forEach { unsafe free($0) }
  }

  func withPointer(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> Int32 {
    unsafe pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return EINVAL }
      return unsafe body(base)
    }
  }
}

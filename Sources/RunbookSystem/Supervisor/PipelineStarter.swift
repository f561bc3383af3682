/// Starts the commands of a pipeline: pipes between them, one group for all, the lock inherited by each.
struct PipelineStarter {
  let job: SupervisorJob
  let alive: FileDescriptor
  let environment: [String: String]

  /// The commands' fate so far, and the ends that their outputs come out of.
  struct Started {
    var members: [(child: Child?, reason: String)] = []
    var output: FileDescriptor
    var errorOutput: FileDescriptor
  }

  /// The secrets by the names of the variables that hold them.
  var secrets: [String: String] { environment.filter { job.secretVariables.contains($0.key) } }

  /// Finds what would keep a command from starting, before any has started: half a pipeline is the worst of outcomes.
  func check() throws(SystemError) {
    for name in job.secretVariables where environment[name] == nil {
      throw SystemError("find the secret variable \(name)", errno: .ENOENT)
    }
    for command in job.pipeline {
      guard ExecutableSearch.resolve(command.executable, path: "") != nil else {
        throw SystemError("find executable", path: command.executable, errno: .ENOENT)
      }
      guard Files.isDirectory(command.workingDirectory) else {
        throw SystemError("find working directory", path: command.workingDirectory, errno: .ENOTDIR)
      }
    }
  }

  func start() throws(SystemError) -> Started {
    var toClose: [FileDescriptor] = []
    defer { toClose.forEach { $0.closeQuietly() } }
    let output = try FileDescriptor.pipe()
    let error = try FileDescriptor.pipe()
    toClose += [output.writeEnd, error.writeEnd]
    try output.readEnd.setNonBlocking(true)
    try error.readEnd.setNonBlocking(true)
    var started = Started(output: output.readEnd, errorOutput: error.readEnd)
    var source = try firstInput()
    if let source { toClose.append(source) }
    for (index, command) in job.pipeline.enumerated() {
      let isLast = index == job.pipeline.count - 1
      do throws(SystemError) {
        let pipe = isLast ? nil : try FileDescriptor.pipe()
        if let pipe { toClose += [pipe.readEnd, pipe.writeEnd] }
        var request = SpawnRequest(
          executable: command.executable, arguments: command.arguments, environment: variables(of: command),
          workingDirectory: command.workingDirectory, standardInput: source ?? alive, standardOutput: pipe?.writeEnd ?? output.writeEnd,
          standardError: error.writeEnd, processGroup: started.members.first?.child?.pid)
        // The lock sits on descriptor 0 where programs leave it alone, or on 3 when 0 carries data.
        if source != nil { request.inherited = [(alive, 3)] }
        started.members.append((try Child.spawn(request), ""))
        source = pipe?.readEnd
      } catch {
        started.members.append((nil, error.description))
        for _ in started.members.count..<job.pipeline.count { started.members.append((nil, "a command before it could not be started")) }
        break
      }
    }
    return started
  }

  private func firstInput() throws(SystemError) -> FileDescriptor? {
    switch job.input {
    case .none: return nil
    case .file(let path): return try FileDescriptor.open(path, .readOnly)
    case .secret(let name):
      let pipe = try FileDescriptor.pipe()
      defer { pipe.writeEnd.closeQuietly() }
      // Nobody reads yet, so only what the pipe holds can be written without waiting for ever.
      try pipe.writeEnd.setNonBlocking(true)
      let bytes = Array((environment[name] ?? "").utf8)
      let taken = bytes.isEmpty ? 0 : try unsafe pipe.writeEnd.writeOnce(bytes.span.bytes)
      guard taken == bytes.count else {
        pipe.readEnd.closeQuietly()
        throw SystemError("pass the secret \(name) to standard input", errno: .EFBIG)
      }
      return pipe.readEnd
    }
  }

  private func variables(of command: SupervisorJob.Command) -> [String: String] {
    var result = environment
    for name in job.secretVariables { result[name] = nil }
    #if DEBUG
      result["RUNBOOK_FAULT"] = nil
      result["RUNBOOK_SUPERVISOR_FAULT"] = nil
    #endif
    for (name, value) in command.environment { result[name] = value }
    for (name, variable) in command.secrets { result[name] = environment[variable] }
    return result
  }
}

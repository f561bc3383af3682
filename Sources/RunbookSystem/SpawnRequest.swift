/// A process to start: data, nothing is looked up or expanded.
public struct SpawnRequest: Sendable {
  /// The program file, by absolute path.
  public var executable: String
  /// The argument vector, the program's name first.
  public var arguments: [String]
  /// The whole environment; nothing is inherited beside it.
  public var environment: [String: String]
  /// Where it starts; nil for the parent's directory.
  public var workingDirectory: String?
  /// Its descriptor 0; nil for `/dev/null`.
  public var standardInput: FileDescriptor?
  /// Its descriptor 1; nil for `/dev/null`.
  public var standardOutput: FileDescriptor?
  /// Its descriptor 2; nil for `/dev/null`.
  public var standardError: FileDescriptor?
  /// Further descriptors and the numbers, 3 to 255, that the child knows them by; all others are closed.
  public var inherited: [(descriptor: FileDescriptor, as: Int32)]
  /// Whether it gets a session of its own; otherwise it gets a process group of its own.
  public var newSession: Bool
  /// The group to join instead of an own one, for the later members of a pipeline.
  public var processGroup: Int32?

  /// A request from its parts.
  public init(
    executable: String, arguments: [String], environment: [String: String], workingDirectory: String? = nil,
    standardInput: FileDescriptor? = nil, standardOutput: FileDescriptor? = nil, standardError: FileDescriptor? = nil,
    inherited: [(descriptor: FileDescriptor, as: Int32)] = [], newSession: Bool = false, processGroup: Int32? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.standardInput = standardInput
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.inherited = inherited
    self.newSession = newSession
    self.processGroup = processGroup
  }

  /// Refuses what the kernel would cut short or misread.
  func check() throws(SystemError) {
    func refuse(_ what: String) -> SystemError { SystemError("spawn (\(what))", path: executable.debugDescription, errno: .EINVAL) }
    guard executable.utf8.first == UInt8(ascii: "/") else { throw refuse("the executable is not an absolute path") }
    guard !executable.utf8.contains(0) else { throw refuse("the executable contains a NUL byte") }
    guard !arguments.isEmpty else { throw refuse("the argument vector is empty") }
    for (index, argument) in arguments.enumerated() where argument.utf8.contains(0) {
      throw refuse("argument \(index) contains a NUL byte")
    }
    for (name, value) in environment {
      guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "=")), !name.utf8.contains(0) else {
        throw refuse("bad environment name \(name.debugDescription)")
      }
      // The value may be a secret, so only the name is told.
      guard !value.utf8.contains(0) else { throw refuse("environment variable \(name) contains a NUL byte") }
    }
    for (index, entry) in inherited.enumerated() {
      guard (3...255).contains(entry.as), !inherited[..<index].contains(where: { $0.as == entry.as }) else {
        throw refuse("bad number \(entry.as) for an inherited descriptor")
      }
    }
  }
}

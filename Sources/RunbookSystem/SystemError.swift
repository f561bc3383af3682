/// A call to the system that failed: what was tried, on which path, and the kernel's answer.
public struct SystemError: Error, Hashable, Sendable {
  /// What was tried, such as `open`.
  public var operation: String
  /// The file it was tried on, when there is one.
  public var path: String?
  /// The kernel's answer.
  public var errno: Errno

  /// An error from its parts.
  public init(_ operation: String, path: String? = nil, errno: Errno) {
    self.operation = operation
    self.path = path
    self.errno = errno
  }
}

extension SystemError: CustomStringConvertible {
  /// One line, such as `open /x/y: EACCES: Permission denied`.
  public var description: String {
    guard let path else { return "\(operation): \(errno)" }
    return "\(operation) \(path): \(errno)"
  }
}

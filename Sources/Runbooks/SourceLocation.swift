/// Where in the plan's source a step, gate or precondition was written, for findings.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// Module and file, such as `PrintFlowPlans/TenantDelete.swift`.
  public let fileID: String
  /// Line, counted from 1.
  public let line: Int

  /// A location from the compiler's literals.
  public init(fileID: String, line: Int) {
    self.fileID = fileID
    self.line = line
  }

  /// `TenantDelete.swift:41`.
  public var description: String {
    let file = fileID.utf8.lastIndex(of: UInt8(ascii: "/")).map { fileID[fileID.utf8.index(after: $0)...] } ?? fileID[...]
    return "\(file):\(line)"
  }
}

/// A sign-off: the steps after it do not run before a person with the role has approved exactly what was shown.
public struct Gate: StepConvertible {
  /// The gate as a step.
  public let step: Step

  /// A gate.
  ///
  /// - Parameters:
  ///   - statement: what is approved, as a sentence with holes.
  ///   - role: who must answer; the Incident Commander unless said otherwise.
  public init(_ statement: Text, id: String? = nil, by role: Role = .incidentCommander, fileID: String = #fileID, line: Int = #line) {
    step = Step(statement, id: id, kind: .gate, role: role, location: SourceLocation(fileID: fileID, line: line))
  }
}

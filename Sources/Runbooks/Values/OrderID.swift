public import RunbookBase

/// The UUID of one order: a type of its own, so that a tenant's id cannot stand for it (Atlassian 2022).
public struct OrderID: ParameterValue {
  /// The rule in words.
  public static let rule = "the UUID of an order"
  /// The canonical text.
  public let text: String

  /// Parses a UUID; upper case is folded.
  public init(parsing text: String) throws(Problem) {
    guard let uuid = try? TenantID(parsing: text) else {
      try OutsideText.check(text, as: Self.self)
      throw Self.refusal(text, "is no UUID")
    }
    self.text = uuid.text
  }
}

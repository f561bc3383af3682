public import RunbookBase

/// The id of one version of an object.
public struct VersionID: ParameterValue {
  /// The rule in words.
  public static let rule = "a version id of 1 to 1024 of the characters A–Z a–z 0–9 . _ - as the object store lists it"
  /// The id.
  public let text: String

  /// Parses an id.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    let extra = Set("._-".utf8)
    guard text.utf8.count <= 1024,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || extra.contains($0) })
    else { throw Self.refusal(text, "is no version id") }
    self.text = text
  }
}

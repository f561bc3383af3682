public import RunbookBase

/// The backup set that a restore starts from: the latest, or a named one when the latest is damaged.
public enum BackupChoice: ParameterValue {
  /// The newest set that the repository holds.
  case latest
  /// The set with this label.
  case set(BackupLabel)

  /// The rule in words.
  public static let rule = "latest, or \(BackupLabel.rule)"

  /// `latest`, or the label.
  public var text: String {
    switch self {
    case .latest: "latest"
    case .set(let label): label.text
    }
  }

  /// Parses the word or a label.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    if text.utf8.elementsEqual("latest".utf8) {
      self = .latest
    } else if let label = try? BackupLabel(parsing: text) {
      self = .set(label)
    } else {
      throw Self.refusal(text, "is no backup set")
    }
  }
}

public import RunbookBase

/// The bucket of everybody, or the one that a tenant has of its own.
public enum BucketChoice: ParameterValue {
  /// The bucket of everybody.
  case shared
  /// A tenant's own, by what its name ends with after the prefix that they all have.
  case own(String)

  /// The rule in words.
  public static let rule =
    "shared, or what the name of a tenant's own bucket ends with: 1 to 40 lower-case letters, digits and dashes, none at its ends"

  /// `shared`, or the end of the name.
  public var text: String {
    switch self {
    case .shared: "shared"
    case .own(let name): name
    }
  }

  /// Parses the word or the end of a name.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    let dash = UInt8(ascii: "-")
    guard (1...40).contains(text.utf8.count), text.utf8.first != dash, text.utf8.last != dash,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == dash })
    else { throw Self.refusal(text, "is the end of no bucket's name") }
    self = text.utf8.elementsEqual("shared".utf8) ? .shared : .own(text)
  }
}

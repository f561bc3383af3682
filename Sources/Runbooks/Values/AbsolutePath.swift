public import RunbookBase

/// A path that does not depend on where the program was started.
public struct AbsolutePath: ParameterValue {
  /// The rule in words.
  public static let rule = "an absolute path such as /backups/live_db.dump, without “..”"
  /// The path.
  public private(set) var text: String

  /// Parses a path.
  public init(parsing text: String) throws(Problem) {
    try OutsideText.check(text, as: Self.self)
    guard text.utf8.first == UInt8(ascii: "/") else { throw Self.refusal(text, "is not an absolute path") }
    guard !text.utf8.split(separator: UInt8(ascii: "/")).contains(where: { Array($0) == Array("..".utf8) }) else {
      throw Self.refusal(text, "climbs with “..”")
    }
    self.text = text
  }
}

/// The file of a logical dump in pg_dump's custom format (seed §2.2, option 2).
public struct DumpFile: ParameterValue {
  /// The rule in words.
  public static let rule = "the absolute path of a pg_dump -Fc file that ends in .dump, such as /backups/live_db-20260615T020000Z.dump"
  /// The path.
  public let text: String

  /// Parses a path that ends in `.dump`; whether it is a dump is a precondition of the run.
  public init(parsing text: String) throws(Problem) {
    do {
      self.text = try AbsolutePath(parsing: text).text
    } catch {
      throw Problem(.parameterRejected, error.summary, hint: "it must be \(Self.rule)")
    }
    guard text.utf8.count > 5, text.utf8.suffix(5).elementsEqual(".dump".utf8) else {
      throw Self.refusal(text, "does not end in .dump")
    }
  }
}

extension AbsolutePath {
  /// The path of an entry below this one, by a plain name.
  public func appending(_ name: StaticString) -> AbsolutePath {
    precondition(!name.description.utf8.contains(0x2F) && !["", ".", ".."].contains(name.description), "“\(name)” is no name of an entry")
    var path = self
    path.text = (text == "/" ? "" : text) + "/" + name.description
    return path
  }

  /// A path written in a plan's source.
  public init(literal: StaticString) {
    text = literal.description
    precondition(text.utf8.first == UInt8(ascii: "/"), "“\(literal)” is no absolute path")
  }
}

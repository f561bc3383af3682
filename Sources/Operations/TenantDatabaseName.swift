public import RunbookBase
public import Runbooks

/// The name of a database that belongs to one tenant alone (seed §3.3 path B).
///
/// It leaves room for `_restored` and `_damaged`, and no database that several tenants or the server itself live in passes.
public struct TenantDatabaseName: ParameterValue {
  /// The rule in words.
  public static let rule =
    "the name of a tenant's own database: 1 to 54 of the characters a–z, 0–9 and _, not live_db…, admin_db…, postgres or template…, and without _restored or _damaged at its end"
  /// The name.
  public let text: String

  /// Parses a name.
  public init(parsing text: String) throws(Problem) {
    do {
      self.text = try Identifier(parsing: text).text
    } catch {
      throw Problem(.parameterRejected, error.summary, hint: "it must be \(Self.rule)")
    }
    guard text.utf8.count <= 54 else { throw Self.refusal(text, "is too long for a copy beside it with a longer name") }
    guard !["live_db", "admin_db", "template"].contains(where: { text.utf8.starts(with: $0.utf8) }), text != "postgres" else {
      throw Self.refusal(text, "is not one tenant's database; renaming it takes every tenant's data away")
    }
    guard !["_restored", "_damaged"].contains(where: { text.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }) else {
      throw Self.refusal(text, "is the name of a copy, which this runbook makes itself")
    }
  }
}

/// Whether a database is there.
public enum DatabaseStanding: String, ParameterValue {
  /// A database has the name.
  case there
  /// None has it.
  case gone

  /// The rule in words.
  public static let rule = "there or gone"
  /// The word.
  public var text: String { rawValue }
  /// The usual one.
  public static let example: String? = "there"

  /// Parses the word.
  public init(parsing text: String) throws(Problem) {
    guard let standing = DatabaseStanding(rawValue: text) else { throw Self.refusal(text, "does not say whether it is there") }
    self = standing
  }
}

public import Runbooks

/// A database of a server, in a realm: `drop` exists for Scratch alone.
public struct Database<R: Realm>: Sendable {
  /// The database's name; where a parameter names it, the word that stands for all such databases in targets and locks.
  public let name: Identifier
  /// How commands name it.
  let reference: Text
  /// The server that holds it.
  public let server: PostgreSQL

  /// A database by name.
  public init(_ name: Identifier, on server: PostgreSQL) {
    self.init(as: name, reference: "\(name)", on: server)
  }

  /// A database that a parameter names.
  init(as word: Identifier, reference: Text, on server: PostgreSQL) {
    name = word
    self.reference = reference
    self.server = server
  }

  /// The database as the target of a command, with the probe of the server's identity.
  public var target: Target {
    Target("postgres:\(server.host):\(server.port)/\(name.text)", realm: R.kind, identity: server.identity)
  }
}

extension Text.StringInterpolation {
  /// A database by its name.
  public mutating func appendInterpolation<R: Realm>(_ database: Database<R>) {
    appendInterpolation(database.reference)
  }

  /// A bucket by its name.
  public mutating func appendInterpolation<R: Realm>(_ bucket: Bucket<R>) {
    appendInterpolation(bucket.reference)
  }
}

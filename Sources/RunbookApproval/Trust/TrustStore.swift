public import RunbookBase
import RunbookSystem

/// Whom an estate believes: keys, revocations and people, read from files that the operator cannot write.
///
///     <folder>/allowed_signers     <folder>/revoked_keys     <folder>/roster.json
///
/// Loaded again before each use: a key can be revoked between approval and start.
public struct TrustStore: Hashable, Sendable {
  /// The keys that may sign.
  public let signers: AllowedSigners
  /// The people.
  public let roster: Roster
  /// SHA-256 over all three files, for the log.
  public let digest: SHA256.Digest
  /// The list of revoked keys, plain or a KRL; may be empty, never missing.
  let revoked: [UInt8]

  /// Checks and reads the files of a folder.
  ///
  /// - Parameters:
  ///   - folder: absolute, without a symbolic link anywhere.
  ///   - owner: the user, beside root, that may own the files; nil for root alone.
  ///   - operatorMayOwn: true in a lab, where the person who runs also keeps the files.
  /// - Throws: `safetyRefusal` for a file that others could have written, a principal with a pattern, a certificate authority, a key of
  ///   two people, a principal that nobody in the roster has.
  public static func load(_ folder: String, owner: UInt32? = nil, operatorMayOwn: Bool = false) throws(Problem) -> TrustStore {
    if let owner, owner != 0, owner == Host.userID(), !operatorMayOwn {
      throw Problem(
        .safetyRefusal, "the trust files in \(folder) are to be kept by user \(owner), who is running this",
        hint: "let root or another user own them: who runs must not decide who may approve")
    }
    let owners: Set<UInt32> = owner.map { [0, $0] } ?? [0]
    return try TrustStore(
      signers: try read(folder + "/allowed_signers", owners), revoked: try read(folder + "/revoked_keys", owners),
      roster: try read(folder + "/roster.json", owners))
  }

  init(signers: [UInt8], revoked: [UInt8], roster: [UInt8]) throws(Problem) {
    self.signers = try AllowedSigners(signers)
    self.roster = try Roster(roster)
    self.revoked = revoked
    var hash = SHA256()
    hash.update("runbook-trust\0")
    for part in [signers, revoked, roster] { hash.update(SHA256.digest(part)) }
    digest = hash.finalize()
    try refuseSharedKeys()
  }

  static func read(_ path: String, _ owners: Set<UInt32>) throws(Problem) -> [UInt8] {
    try TrustedPath.check(path, owners: owners)
    do throws(SystemError) { return try Files.read(path, limit: 4 << 20) } catch {
      throw Problem(.safetyRefusal, "\(path) cannot be read: \(error.errno)", hint: "without it no approval can be judged")
    }
  }

  /// Two people with one key would be two votes of whoever holds it.
  private func refuseSharedKeys() throws(Problem) {
    var owners: [SSHKey: String] = [:]
    for entry in signers.entries {
      for principal in entry.principals {
        guard let person = roster.person(principal: principal) else {
          throw Problem(
            .safetyRefusal,
            "line \(entry.line) of allowed_signers names “\(TerminalText.escapedLine(principal))”, whom nobody in the roster is",
            hint: "add the principal to a person in roster.json, or remove the line")
        }
        if let other = owners[entry.key], other != person.id {
          throw Problem(
            .safetyRefusal,
            "the key \(entry.key.fingerprint) stands for both \(other) and \(person.id) (line \(entry.line) of allowed_signers)",
            hint: "give every person a key of their own")
        }
        owners[entry.key] = person.id
      }
    }
  }
}

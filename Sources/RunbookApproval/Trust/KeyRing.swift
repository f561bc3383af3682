import RunbookBase
import RunbookSystem

/// The keys by which the signatures of a recorded run are judged.
///
/// Unlike a ``TrustStore`` it does not ask who is in the roster: people leave, and what they signed stays signed.
struct KeyRing: Hashable, Sendable {
  let signers: AllowedSigners
  let revoked: [UInt8]
  /// The people as they are known today, to name them; nil where that cannot be read.
  let roster: Roster?

  /// Checks and reads the files of a folder, as ``TrustStore/load(_:owner:operatorMayOwn:)`` does.
  ///
  /// - Throws: `safetyRefusal` for files of keys that cannot be believed.
  static func load(_ folder: String, owners: Set<UInt32>) throws(Problem) -> KeyRing {
    KeyRing(
      signers: try AllowedSigners(try TrustStore.read(folder + "/allowed_signers", owners)),
      revoked: try TrustStore.read(folder + "/revoked_keys", owners),
      roster: try? Roster(try TrustStore.read(folder + "/roster.json", owners)))
  }
}

extension ApprovalDesk.TrustLocation {
  /// The keys as they are now; nobody who only reads a log can decide by them who may approve, so their owner may read it, too.
  func keyRing() throws(Problem) -> KeyRing { try KeyRing.load(folder, owners: owner.map { [0, $0] } ?? [0]) }
}

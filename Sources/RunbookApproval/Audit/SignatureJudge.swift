import RunbookBase
import RunbookJournal

/// Judges the signatures of a log: whether each fits what it signs, and whether the trust files of today vouch for its key.
///
/// These are two questions. The first is mathematics and has one answer for ever; the second changes when a key is removed or revoked.
public struct SignatureJudge: Sendable {
  /// How one signature stands.
  enum Standing: Hashable {
    /// It fits, and the trust files say whose key it is.
    case vouched
    /// It fits, and nobody vouches for the key, or that cannot be asked; why.
    case unvouched(String)
    /// It does not fit; why.
    case misfit(String)
  }

  private let keygen: SSHKeygen?
  private let keys: KeyRing?
  /// Why keys or keygen are not there.
  private let obstacle: String

  /// The people as the roster names them today; nil where it cannot be read.
  var roster: Roster? { keys?.roster }

  /// A judge by the trust files of a place, as they are now.
  ///
  /// - Parameters:
  ///   - location: nil where nobody says where they are.
  ///   - absence: why nobody does.
  public init(_ location: ApprovalDesk.TrustLocation?, otherwise absence: String = "the estate names no trust files today") {
    var obstacle = absence
    do throws(Problem) { keygen = try SSHKeygen() } catch {
      keygen = nil
      keys = nil
      self.obstacle = error.summary
      return
    }
    do throws(Problem) { keys = try location?.keyRing() } catch {
      keys = nil
      obstacle = error.summary
    }
    self.obstacle = obstacle
  }

  /// How a signature stands that was given at a moment.
  func standing(of signed: SignedAnswer, at moment: WallTime) -> Standing {
    guard signed.signature.namespace.hasSameBytes(as: SSHKeygen.namespace) else {
      return .misfit(ApprovalRefusal.otherNamespace(signed.signature.namespace).text)
    }
    guard let keygen else { return .unvouched(obstacle) }
    var why = obstacle
    if let keys {
      do throws(ApprovalRefusal) {
        try keygen.checkKey(of: signed, keys.signers, revoked: keys.revoked, at: moment)
        return .vouched
      } catch { why = error.text }
    }
    switch keygen.fits(signed) {
    case .good: return .unvouched(why)
    case .bad: return .misfit(ApprovalRefusal.changedByte.text)
    case .unknown(let trouble): return .unvouched(ApprovalRefusal.unverifiable(trouble).text)
    }
  }
}

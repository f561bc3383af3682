import RunbookBase
import RunbookSystem

extension SSHKeygen {
  /// Whether the key behind a signature is one of its principal at a moment.
  ///
  /// Only ssh-keygen's yes counts. What we read ourselves explains a no, because a revoked key is refused without a word (lab-app §4).
  func checkKey(
    of signed: SignedAnswer, _ signers: AllowedSigners, revoked: [UInt8], at moment: WallTime
  ) throws(ApprovalRefusal) {
    let key = signed.signature.key
    let principal = signed.answer.principal
    let entries = signers.entries(of: key)
    guard !entries.isEmpty else { throw .unknownKey(key.fingerprint) }
    guard entries.contains(where: { $0.principals.contains { $0.hasSameBytes(as: principal) } }) else {
      throw .otherPrincipal(claimed: principal, owner: entries[0].principals[0])
    }
    switch judge(signed, signers.bytes, revoked: revoked, at: moment) {
    case .good: return
    case .unknown(let why): throw .unverifiable(why)
    case .bad(let words):
      if words.contains("incorrect signature") { throw .changedByte }
      if words.contains("not permitted for use in signature namespace") { throw .namespaceNotAllowed }
      if words.contains("has expired") { throw .expiredKey(key.fingerprint) }
      if words.contains("not yet valid") { throw .keyNotYetValid(key.fingerprint) }
      // Good but for the list: asked only to explain the no.
      if judge(signed, signers.bytes, revoked: [], at: moment) == .good { throw .revokedKey(key.fingerprint) }
      throw .unverifiable(words.isEmpty ? "ssh-keygen says no" : words)
    }
  }

  /// Whether a signature is one over its answer by the key that it carries, whoever owns that.
  func fits(_ signed: SignedAnswer) -> Judgement {
    do throws(SystemError) {
      return try SigningFiles.with(signers: [], revoked: [], signature: signed.signature.armoured) { files in
        fits(signed.answer.bytes, files: files)
      }
    } catch { return .unknown("\(error)") }
  }

  private func judge(_ signed: SignedAnswer, _ signers: [UInt8], revoked: [UInt8], at moment: WallTime) -> Judgement {
    do throws(SystemError) {
      return try SigningFiles.with(signers: signers, revoked: revoked, signature: signed.signature.armoured) { files in
        verify(signed.answer.bytes, files: files, principal: signed.answer.principal, at: moment)
      }
    } catch { return .unknown("\(error)") }
  }
}

import RunbookBase
import RunbookSystem

extension ApprovalVerifier {
  /// The person whose signature it is.
  ///
  /// Only ssh-keygen's yes counts. What we read ourselves explains a no, because a revoked key is refused without a word (lab-app §4).
  func checkSignature(_ signed: SignedAnswer, _ trust: TrustStore, at moment: WallTime) throws(ApprovalRefusal) -> Roster.Person {
    let key = signed.signature.key
    let principal = signed.answer.principal
    guard signed.signature.namespace.hasSameBytes(as: SSHKeygen.namespace) else { throw .otherNamespace(signed.signature.namespace) }
    guard let person = trust.roster.person(principal: principal) else { throw .unknownPrincipal(principal) }
    let entries = trust.signers.entries(of: key)
    guard !entries.isEmpty else { throw .unknownKey(key.fingerprint) }
    guard entries.contains(where: { $0.principals.contains { $0.hasSameBytes(as: principal) } }) else {
      throw .otherPrincipal(claimed: principal, owner: entries[0].principals[0])
    }
    switch judge(signed, trust.signers.bytes, revoked: trust.revoked, at: moment) {
    case .good: return person
    case .unknown(let why): throw .unverifiable(why)
    case .bad(let words):
      if words.contains("incorrect signature") { throw .changedByte }
      if words.contains("not permitted for use in signature namespace") { throw .namespaceNotAllowed }
      if words.contains("has expired") { throw .expiredKey(key.fingerprint) }
      if words.contains("not yet valid") { throw .keyNotYetValid(key.fingerprint) }
      // Good but for the list: asked only to explain the no.
      if judge(signed, trust.signers.bytes, revoked: [], at: moment) == .good { throw .revokedKey(key.fingerprint) }
      throw .unverifiable(words.isEmpty ? "ssh-keygen says no" : words)
    }
  }

  private func judge(_ signed: SignedAnswer, _ signers: [UInt8], revoked: [UInt8], at moment: WallTime) -> SSHKeygen.Judgement {
    do throws(SystemError) {
      return try SigningFiles.with(signers: signers, revoked: revoked, signature: signed.signature.armoured) { files in
        keygen.verify(signed.answer.bytes, files: files, principal: signed.answer.principal, at: moment)
      }
    } catch { return .unknown("\(error)") }
  }
}

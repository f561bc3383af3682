import RunbookBase

extension ApprovalVerifier {
  /// The person whose signature it is.
  func checkSignature(_ signed: SignedAnswer, _ trust: TrustStore, at moment: WallTime) throws(ApprovalRefusal) -> Roster.Person {
    let principal = signed.answer.principal
    guard signed.signature.namespace.hasSameBytes(as: SSHKeygen.namespace) else { throw .otherNamespace(signed.signature.namespace) }
    guard let person = trust.roster.person(principal: principal) else { throw .unknownPrincipal(principal) }
    try keygen.checkKey(of: signed, trust.signers, revoked: trust.revoked, at: moment)
    return person
  }
}

import RunbookBase

extension ApprovalVerifier {
  /// The person whose signature it is.
  func checkSignature(_ signed: SignedAnswer, _ trust: TrustStore, at moment: WallTime) throws(ApprovalRefusal) -> Roster.Person {
    let principal = signed.answer.principal
    guard signed.signature.namespace.hasSameBytes(as: SSHKeygen.namespace) else { throw .otherNamespace(signed.signature.namespace) }
    guard let person = trust.roster.person(principal: principal) else {
      // The key may be listed all the same, under another name than the one that was given.
      guard let owner = trust.signers.principals(of: signed.signature.key).first else { throw .unknownPrincipal(principal) }
      throw .otherPrincipal(claimed: principal, owner: owner)
    }
    try keygen.checkKey(of: signed, trust.signers, revoked: trust.revoked, at: moment)
    return person
  }
}

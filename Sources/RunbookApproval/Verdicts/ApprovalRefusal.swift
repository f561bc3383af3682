import RunbookBase

/// Why an answer counts for nothing; each is found by elimination and says what to do.
public enum ApprovalRefusal: Error, Hashable, Sendable {
  /// It cannot be read, or was damaged on its way.
  case unreadable(String)
  /// It answers another run.
  case otherRun(String)
  /// It answers another gate.
  case otherGate(String)
  /// It was given to another plan.
  case otherPlan
  /// It was given to other commands, targets or findings than the gate shows now.
  case otherEvidence
  /// It answers an earlier question of this gate.
  case otherNonce
  /// The request that was signed is not the one that this run wrote: a byte was changed on its way.
  case otherRequest
  /// The request is not valid yet.
  case notYetValid(from: String)
  /// The request is not valid any more.
  case expired(at: String)
  /// It would be valid by the clock, which was set back: the log has seen a later time.
  case clockSetBack(expired: String)
  /// The request is valid for longer than the policy allows.
  case lifetimeTooLong
  /// The approval released a step already.
  case alreadyUsed
  /// The gate has its answer.
  case gateClosed
  /// This person's answer is there already.
  case alreadyAnswered(String)
  /// Nobody in the roster is called so.
  case unknownPrincipal(String)
  /// The key stands in no list.
  case unknownKey(String)
  /// The key is somebody else's.
  case otherPrincipal(claimed: String, owner: String)
  /// The key was revoked.
  case revokedKey(String)
  /// The key's time is over.
  case expiredKey(String)
  /// The key's time has not come.
  case keyNotYetValid(String)
  /// It was signed for another purpose.
  case otherNamespace(String)
  /// The key may not sign approvals.
  case namespaceNotAllowed
  /// The signature does not fit the answer: a byte was changed.
  case changedByte
  /// The person does not hold the role.
  case roleNotHeld(person: String, role: String)
  /// It was answered in another role than the gate asks for.
  case otherRole(given: String, asked: String)
  /// The role was handed to somebody else during the run.
  case handedOver(person: String, role: String, to: String)
  /// The person is the operator.
  case isOperator(String)
  /// Nobody knows who works under the operator's login, so nobody can say that it is somebody else.
  case operatorUnknown(String)
  /// ssh-keygen could not be asked; unknown is never a yes.
  case unverifiable(String)
}

extension ApprovalRefusal {
  /// One sentence for people and for the log.
  public var text: String {
    let text =
      switch self {
      case .unreadable(let why): "the answer cannot be read: \(why)"
      case .otherRun(let run): "the answer is one to the run \(run)"
      case .otherGate(let gate): "the answer is one to the gate \(gate)"
      case .otherPlan: "the answer was given to another plan"
      case .otherEvidence: "the answer was given to other commands, targets or findings than the gate shows now"
      case .otherNonce: "the answer belongs to an earlier request of this gate"
      case .otherRequest: "the approver was shown another request than this run wrote: it was changed on its way"
      case .notYetValid(let from): "the request is valid from \(from) on"
      case .expired(let at): "the request expired at \(at)"
      case .clockSetBack(let at): "the request expired at \(at) by the log; this machine's clock was set back since"
      case .lifetimeTooLong: "the request is valid for longer than the policy allows"
      case .alreadyUsed: "the approval was used; it is good for one start"
      case .gateClosed: "the answer came after the gate was closed"
      case .alreadyAnswered(let person): "\(person) has answered already; a second answer of one person counts for nothing"
      case .unknownPrincipal(let name): "nobody in the roster is “\(name)”"
      case .unknownKey(let key): "the key \(key) is not in allowed_signers"
      case .otherPrincipal(let claimed, let owner): "the key is one of \(owner), not of \(claimed)"
      case .revokedKey(let key): "the key \(key) was revoked"
      case .expiredKey(let key): "the key \(key) has expired"
      case .keyNotYetValid(let key): "the key \(key) is not valid yet"
      case .otherNamespace(let name): "the signature was made for “\(name)”, not for “\(SSHKeygen.namespace)”"
      case .namespaceNotAllowed: "the key may not sign for “\(SSHKeygen.namespace)”"
      case .changedByte: "the signature does not fit the answer: a byte was changed"
      case .roleNotHeld(let person, let role): "\(person) may not act as \(role) here"
      case .otherRole(let given, let asked): "the answer was given as \(given), and the gate asks for the \(asked)"
      case .handedOver(let person, let role, let holder): "the \(role) is \(holder) now, not \(person): the role was handed over"
      case .isOperator(let person): "\(person) is the operator of this run, and nobody approves their own work"
      case .operatorUnknown(let login): "nobody in the roster works as “\(login)”, so the approver may be the operator"
      case .unverifiable(let why): "the signature could not be judged: \(why)"
      }
    return TerminalText.escapedLine(text)
  }

  /// What to do about it; nil where there is nothing but another answer.
  public var remedy: String? {
    switch self {
    case .unreadable: "send the block again, or the file"
    case .otherRun, .otherGate, .otherPlan, .otherEvidence, .otherNonce, .otherRequest, .expired, .clockSetBack, .alreadyUsed,
      .lifetimeTooLong:
      "send the current request file to the approver"
    case .notYetValid: "set this machine's clock right"
    case .otherPrincipal(_, let owner): "sign again as the estate’s keys name you: add --as \(TerminalText.escapedLine(owner))"
    case .unknownPrincipal: "sign again as the estate’s keys name you: add --as NAME; or have the owner of the trust files correct them"
    case .unknownKey, .namespaceNotAllowed:
      "have the owner of the trust files correct them, or sign with a listed key"
    case .revokedKey, .expiredKey, .keyNotYetValid, .roleNotHeld, .otherRole: "ask another person with the role"
    case .handedOver(_, _, let holder): "ask \(holder), or hand the role over again"
    case .isOperator: "ask another person with the role, or hand the run over first"
    case .operatorUnknown: "name the operator, or list the login under its one person in roster.json"
    case .otherNamespace, .changedByte: "sign again: runbook approve"
    case .unverifiable: "repair it on this machine and resume the run; the answer stays where it is"
    case .gateClosed, .alreadyAnswered: nil
    }
  }
}

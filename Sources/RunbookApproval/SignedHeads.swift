import RunbookBase
public import RunbookJournal

/// The heads of a log's chain that its own signed answers witness (reliability B.1).
///
/// An answer signs its request, and the request holds the head that the log had then: whoever computes the chain anew has no
/// signature over the new one.
public struct SignedHeads {
  /// One head that somebody signed.
  public struct Witness: Hashable, Sendable {
    /// The gate.
    public let gate: String
    /// Who signed, as the estate's keys name them.
    public let principal: String
    /// Behind which record the head stood, and the head.
    public let anchor: Anchor
  }

  /// The heads that hold.
  public private(set) var witnesses: [Witness] = []
  /// Signatures that do not fit what the log holds, in words.
  public private(set) var contradictions: [String] = []

  private let folder: ApprovalFolder
  private let judge: ((SignedAnswer) throws(ApprovalRefusal) -> Void)?
  private var requests: [String: ApprovalRequest] = [:]

  /// What the events of a run hold.
  ///
  /// - Parameters:
  ///   - trust: the estate's keys, to judge each signature by; nil judges only whether it fits its request.
  ///   - verifier: judges with them.
  public init(_ run: RunFolder, _ events: [Event], trust: TrustStore?, verifier: ApprovalVerifier?) {
    folder = ApprovalFolder(run)
    if let trust, let verifier {
      judge = { (signed) throws(ApprovalRefusal) in _ = try verifier.checkSignature(signed, trust, at: signed.answer.time) }
    } else {
      judge = nil
    }
    for event in events { add(event) }
  }

  private mutating func add(_ event: Event) {
    switch event {
    case .gateRequested(let asked):
      let known = asked.block.flatMap { try? ApprovalRequest(text: Array($0.utf8)) } ?? (try? folder.request(asked.step)) ?? nil
      requests[asked.step] = known?.digest == asked.signing ? known : nil
      if asked.signing != nil, requests[asked.step] == nil {
        contradictions.append("the request that gate \(asked.step) sent is not there any more")
      }
    case .gateAnswered(let answer):
      guard let signature = answer.signature, let request = requests[answer.step] else { return }
      guard let signed = try? SignedAnswer.all(in: signature), !signed.isEmpty else {
        contradictions.append("the signature at gate \(answer.step) cannot be read")
        return
      }
      for one in signed { add(one, request, answer.step) }
    default: return
    }
  }

  private mutating func add(_ signed: SignedAnswer, _ request: ApprovalRequest, _ gate: String) {
    let principal = signed.answer.principal
    guard signed.answer.request == request.digest else {
      contradictions.append("\(principal) signed another request than the one that the log holds for gate \(gate)")
      return
    }
    do throws(ApprovalRefusal) { try judge?(signed) } catch {
      contradictions.append("the signature of \(principal) at gate \(gate) does not hold: \(error.text)")
      return
    }
    witnesses.append(Witness(gate: gate, principal: principal, anchor: Anchor(request.head, record: request.sequence)))
  }
}

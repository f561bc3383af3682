public import RunbookBase

/// An answer with its signature, as it travels and as the log keeps it; nothing is judged yet.
public struct SignedAnswer: Hashable, Sendable {
  /// The answer.
  public let answer: ApprovalAnswer
  let signature: SSHSignature

  /// An answer and the armoured signature of ssh-keygen over its bytes.
  ///
  /// - Throws: `usage` when the signature cannot be read.
  public init(_ answer: ApprovalAnswer, signature: [UInt8]) throws(Problem) {
    guard let signature = SSHSignature(armoured: signature) else {
      throw Problem(.usage, "the answer carries no signature that can be read", hint: "sign it again: runbook approve")
    }
    self.answer = answer
    self.signature = signature
  }

  /// The answer that a text holds: a file, a chat message, the log.
  ///
  /// - Throws: `usage` when there is none, or when it was damaged on its way.
  public init(text: [UInt8]) throws(Problem) {
    let payload = try Armour.answer.payload(in: text)
    guard let first = payload.firstIndex(of: 0x0A), let second = payload[(first + 1)...].firstIndex(of: 0x0A) else {
      throw Problem(.usage, "this is no whole approval answer", hint: "ask for the answer again")
    }
    try self.init(try ApprovalAnswer(Array(payload[...second])), signature: Array(payload[(second + 1)...]))
  }

  /// Shows nothing: asks ssh-keygen to sign, as it stands.
  ///
  /// - Throws: what ``SSHKeygen/sign(_:key:environment:talk:)`` throws.
  public static func sign(
    _ answer: ApprovalAnswer, key: String, with keygen: SSHKeygen, environment: [String: String], talk: (([UInt8]) -> Void)? = nil
  ) throws(Problem) -> SignedAnswer {
    try SignedAnswer(answer, signature: try keygen.sign(answer.bytes, key: key, environment: environment, talk: talk))
  }

  /// The digest of answer and signature: two copies of one answer have the same.
  public var digest: SHA256.Digest { SHA256.digest(payload) }

  /// A code for the phone.
  public var code: String { digest.short }

  /// The block, for a file, a chat message and the log.
  public var block: [UInt8] { Armour.answer.block(payload) }

  private var payload: [UInt8] { answer.bytes + signature.armoured }
}

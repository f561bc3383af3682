import Glibc
import RunbookBase
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookApproval

/// Real keys of real types, made once for all tests: whoever a test needs is one of these.
struct Keys: Sendable {
  static let shared = Result { try Keys() }

  let folder: String

  private init() throws {
    folder = try Files.temporaryDirectory(prefix: "runbook-approval-keys")
    for name in ["ada", "ada-second", "ben", "ben-second", "cleo", "stranger", "expired", "future", "git-only"] {
      try make(name, "ed25519")
    }
    // Nothing that a test makes outlives it, private keys least of all.
    atexit { if let keys = try? Keys.shared.get() { try? Files.removeTree(keys.folder) } }
    try make("dora", "ecdsa")
    try make("locked", "ed25519", passphrase: "correct horse")
  }

  private func make(_ name: String, _ type: String, passphrase: String = "") throws {
    let made = try Subprocess.run("/usr/bin/ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", name, "-f", "\(folder)/\(name)"])
    try #require(made.status.isSuccess)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Type and base64 of the public key.
  func publicKey(_ name: String) throws -> String {
    try Files.readText(path(name) + ".pub").split(separator: " ").prefix(2).joined(separator: " ")
  }
}

/// A folder that goes away with the test, with an estate's trust files and a run's approvals in it.
final class Scene {
  static let now = WallTime(seconds: 1_781_532_300)

  let path: String
  let keys: Keys
  let keygen: SSHKeygen
  var folder: ApprovalFolder { ApprovalFolder(path: path + "/approvals") }
  var location: ApprovalDesk.TrustLocation { .init(path + "/trust", owner: Host.userID(), operatorMayOwn: true) }

  init() throws {
    keys = try Keys.shared.get()
    keygen = try SSHKeygen()
    path = try Files.temporaryDirectory(prefix: "runbook-approval-tests")
    for name in ["approvals", "trust"] { try Files.makeDirectory("\(path)/\(name)") }
    try write("roster.json", Scene.roster)
    try write("revoked_keys", "")
    try write("allowed_signers", try signers())
  }

  deinit { try? Files.removeTree(path) }

  static let roster = """
    {"people": [
      {"person": "ada", "name": "Ada L.", "roles": ["incident-commander"], "principals": ["ada@example", "ada@token"], "logins": ["ada"]},
      {"person": "ben", "roles": ["restore-operator", "incident-commander"], "principals": ["ben@example", "ben@token"], "logins": ["ben"]},
      {"person": "cleo", "roles": ["incident-commander"], "principals": ["cleo@example"], "logins": ["cleo"]},
      {"person": "dora", "roles": ["scribe"], "principals": ["dora@example"], "logins": ["dora"]},
      {"person": "eve", "roles": ["incident-commander"], "principals": ["eve@old", "eve@new", "eve@git"], "logins": ["eve"]}
    ]}
    """

  func signers() throws -> String {
    let here = #"namespaces="approval@runbook""#
    return """
      # who may sign
      ada@example \(here) \(try keys.publicKey("ada")) laptop
      ada@token \(here) \(try keys.publicKey("ada-second"))

      ben@example \(try keys.publicKey("ben"))
      ben@token \(try keys.publicKey("ben-second"))
      cleo@example \(here),valid-after="20260101Z",valid-before="20990101Z" \(try keys.publicKey("cleo"))
      dora@example \(here) \(try keys.publicKey("dora"))
      eve@old \(here),valid-before="20200101Z" \(try keys.publicKey("expired"))
      eve@new \(here),valid-after="20990101Z" \(try keys.publicKey("future"))
      eve@git namespaces="git" \(try keys.publicKey("git-only"))

      """
  }

  func write(_ name: String, _ text: String) throws { try Files.writeDurably(Array(text.utf8), to: "\(path)/trust/\(name)", mode: 0o644) }

  func trust() throws -> TrustStore { try location.load() }

  func sign(
    _ key: String, as principal: String, _ request: ApprovalRequest, _ decision: ApprovalAnswer.Decision = .approve, role: String? = nil,
    reason: String? = nil
  ) throws -> SignedAnswer {
    let answer = try ApprovalAnswer(
      decision, to: request, as: principal, role: role, reason: decision == .decline ? reason ?? "too risky" : reason, at: Scene.now)
    return try SignedAnswer.sign(answer, key: keys.path(key), with: keygen, environment: [:])
  }

  func verdict(
    _ answer: SignedAnswer, _ request: ApprovalRequest, policy: ApprovalPolicy = ApprovalPolicy(),
    at moment: ApprovalMoment = Scene.moment()
  ) throws -> ApprovalVerdict {
    ApprovalVerifier(policy: policy, keygen: keygen).verify(answer, to: request, trust: try trust(), at: moment)
  }

  func desk(_ policy: ApprovalPolicy = ApprovalPolicy()) throws -> ApprovalDesk {
    try ApprovalDesk(folder, policy: policy, trust: location, keygen: keygen)
  }

  static func moment(
    minutes: Int64 = 1, newest: Int64? = nil, operators: [Operator] = [], used: Set<String> = []
  ) -> ApprovalMoment {
    ApprovalMoment(
      now: WallTime(seconds: now.seconds + minutes * 60), newestInLog: newest.map { WallTime(seconds: now.seconds + $0 * 60) },
      operators: operators, usedNonces: used)
  }
}

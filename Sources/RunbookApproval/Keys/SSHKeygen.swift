public import RunbookBase
import RunbookSystem

/// The one program that makes and judges signatures: agents and hardware keys work because it knows them.
///
/// It is started by absolute path with an environment of our own (reliability B.2). `check-novalidate` accepts any key, so no approval is
/// judged by it: it only tells, of a recorded signature that nobody vouches for, whether it fits what it signs.
public struct SSHKeygen: Hashable, Sendable {
  /// What every approval is signed for; a signature for git or for mail fits nothing here.
  public static let namespace = "approval@runbook"

  /// The program, by absolute path.
  public let path: String

  /// Finds the program.
  ///
  /// - Parameter path: another absolute path than the usual ones.
  /// - Throws: `safetyRefusal` when there is none or when others than root could have replaced it.
  public init(path: String? = nil) throws(Problem) {
    let candidates = path.map { [$0] } ?? ["/usr/bin/ssh-keygen", "/usr/local/bin/ssh-keygen"]
    guard let found = candidates.first(where: { ExecutableSearch.resolve($0, path: "") != nil }) else {
      throw Problem(
        .safetyRefusal, "signatures cannot be judged: there is no \(candidates.joined(separator: " and no "))",
        hint: "install the OpenSSH client")
    }
    try TrustedPath.check(found, owners: [0])
    self.path = found
  }

  /// How a judgement of one signature ended.
  enum Judgement: Hashable {
    case good
    /// What ssh-keygen said; empty when it said nothing, as for a revoked key.
    case bad(String)
    /// It could not be asked.
    case unknown(String)
  }

  /// Whether the signature over the message is one of this principal in these files at that moment.
  func verify(_ message: [UInt8], files: SigningFiles, principal: String, at moment: WallTime) -> Judgement {
    ask(
      [
        "-Y", "verify", "-f", files.signers, "-I", principal, "-n", Self.namespace, "-s", files.signature, "-r", files.revoked,
        // Read as UTC by the environment below; the suffix Z is unknown to older versions.
        "-O", "verify-time=" + Self.compact(moment),
      ], message)
  }

  /// Whether the signature is one over the message, by whatever key.
  func fits(_ message: [UInt8], files: SigningFiles) -> Judgement {
    ask(["-Y", "check-novalidate", "-n", Self.namespace, "-s", files.signature], message)
  }

  private func ask(_ arguments: [String], _ message: [UInt8]) -> Judgement {
    let outcome: Subprocess.Outcome
    do throws(SystemError) {
      outcome = try Subprocess.run(
        path, arguments, environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"], workingDirectory: "/", input: message,
        outputLimit: 1 << 16, timeLimitSeconds: 20)
    } catch { return .unknown("\(error)") }
    if outcome.status == .exited(0) { return .good }
    guard outcome.status == .exited(255), !outcome.timedOut else { return .unknown("ssh-keygen ended with \(outcome.status)") }
    return .bad(String(decoding: outcome.errorOutput, as: UTF8.self))
  }

  private static func compact(_ moment: WallTime) -> String {
    String(decoding: moment.text(.seconds).utf8.filter { $0 &- 0x30 < 10 }, as: UTF8.self)
  }
}

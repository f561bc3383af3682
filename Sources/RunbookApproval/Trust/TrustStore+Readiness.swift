public import RunbookBase
import RunbookSystem
public import Runbooks

extension TrustStore {
  /// What a person's keys are worth now.
  public enum KeyState: Hashable, Sendable {
    /// One of them counts; until when, nil for ever.
    case good(until: WallTime?)
    /// None counts; why.
    case bad(String)
    /// It could not be found out; why.
    case unknown(String)
  }

  /// Everybody who may act in a role, and whether a signature of theirs would count now.
  ///
  /// - Parameter keygen: asked about keys only where the revocations are a KRL; it is started then.
  public func keyHolders(
    of role: String, _ policy: ApprovalPolicy, at moment: WallTime, keygen: SSHKeygen
  ) -> [(person: Roster.Person, keys: KeyState)] {
    roster.people.filter { policy.mayHold(role, $0) }.map { ($0, state(of: $0, at: moment, keygen)) }
  }

  /// Whether the list of revoked keys is empty.
  public var revokesNothing: Bool { revoked.isEmpty }

  private func state(of person: Roster.Person, at moment: WallTime, _ keygen: SSHKeygen) -> KeyState {
    let entries = signers.entries.filter { entry in
      entry.principals.contains { principal in person.principals.contains { $0.hasSameBytes(as: principal) } }
    }
    var states: [KeyState] = []
    for entry in entries {
      switch entry.limits.obstacle(at: moment, namespace: SSHKeygen.namespace) {
      case .expired(let end): states.append(.bad("their key expired at \(end)"))
      case .notYetValid(let start): states.append(.bad("their key counts from \(start)"))
      case .otherNamespace: states.append(.bad("their key is not for \(SSHKeygen.namespace)"))
      case .unclear(let option): states.append(.unknown("line \(entry.line) of allowed_signers says “\(TerminalText.escapedLine(option))”"))
      case nil:
        switch keygen.isRevoked(entry.key, by: revoked) {
        case false?: states.append(.good(until: entry.limits.validBefore))
        case true?: states.append(.bad("their key is revoked"))
        case nil: states.append(.unknown("ssh-keygen does not say whether their key is revoked"))
        }
      }
    }
    // The key that lasts longest speaks for the person.
    let ends = states.compactMap { state -> WallTime? in if case .good(let end) = state { end ?? .distantFuture } else { nil } }
    if let last = ends.max() { return .good(until: last == .distantFuture ? nil : last) }
    return states.first { if case .unknown = $0 { true } else { false } } ?? states.first ?? .bad("they have no key in allowed_signers")
  }
}

extension WallTime {
  fileprivate static let distantFuture = WallTime(nanoseconds: .max)
}

extension SSHKeygen {
  /// Whether a key is among the revoked ones, a plain list or a KRL; nil when it could not be found out.
  func isRevoked(_ key: SSHKey, by revoked: [UInt8]) -> Bool? {
    guard revoked.starts(with: "SSHKRL\n\0".utf8) else {
      let blob = Base64.encode(key.blob)
      return revoked.split(separator: 0x0A).contains { line in
        line.first != UInt8(ascii: "#")
          && line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }).contains { $0.elementsEqual(blob) }
      }
    }
    let line = Array("\(key.type) ".utf8) + Base64.encode(key.blob) + [0x0A]
    let status = try? SigningFiles.with(signers: line, revoked: revoked, signature: []) { files in
      try? Subprocess.run(
        path, ["-Q", "-f", files.revoked, files.signers], environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], workingDirectory: "/",
        outputLimit: 4096, timeLimitSeconds: 20)
    }
    guard let outcome = status ?? nil, !outcome.timedOut else { return nil }
    if outcome.status == .exited(0) { return false }
    return String(decoding: outcome.output, as: UTF8.self).contains("REVOKED") ? true : nil
  }
}

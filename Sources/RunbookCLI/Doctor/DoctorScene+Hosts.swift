import RunbookBase
import RunbookPlanning
import RunbookSystem
import Runbooks

extension DoctorScene {
  /// The other hosts that the plans reach, each once by its name and way.
  private var reached: [(host: Runbooks.Host, runbooks: [String])] {
    var all: [(host: Runbooks.Host, runbooks: [String])] = []
    for plan in plans {
      for host in plan.reachedHosts {
        if let place = all.firstIndex(where: { $0.host == host }) {
          all[place].runbooks.append(plan.runbook)
        } else {
          all.append((host, [plan.runbook]))
        }
      }
    }
    return all
  }

  /// The files that lead to each other host: the key by which it is known, and the one by which it knows the operator.
  var hosts: [DoctorPoint] {
    reached.flatMap { host, runbooks in
      guard let reach = host.reach else { return [] as [DoctorPoint] }
      return [knownHosts(host.name, reach), identity(host.name, reach)].map { $0.needed(by: runbooks) }
    }
  }

  private func knownHosts(_ name: String, _ reach: Reach) -> DoctorPoint {
    let (id, title, path) = ("host-key-\(StepID.slug(name))", "the key of \(name)", reach.knownHosts.text)
    guard Files.exists(path) else {
      return .problem(
        .hosts, id, title, "\(path) is not there",
        remedy: "put the host's public key there, from the host itself: no key is learned on the way")
    }
    do throws(Problem) { try HostKeys.check(reach) } catch { return .refused(.hosts, id, title, error) }
    guard Files.isReadable(path) else {
      return .problem(.hosts, id, title, "\(path) cannot be read by \(Host.userName())", remedy: "chmod a+r \(ShellWord.quoted(path))")
    }
    return .ok(.hosts, id, title, "\(path); \(reach.text) is not asked")
  }

  private func identity(_ name: String, _ reach: Reach) -> DoctorPoint {
    let (id, title) = ("host-login-\(StepID.slug(name))", "your key for \(name)")
    guard let path = reach.identity?.text else {
      return .ok(.hosts, id, title, "the estate names none: the agent's, or those of your home")
    }
    guard let status = try? Files.stat(path) else {
      return .problem(.hosts, id, title, "\(path) is not there", remedy: "put the private key there that \(name) lets in")
    }
    guard status.kind == .regular, Files.isReadable(path) else {
      return .problem(
        .hosts, id, title, status.kind == .regular ? "\(path) cannot be read by \(Host.userName())" : "\(path) is no plain file",
        remedy: "see whose it is, and who runs this")
    }
    guard status.uid == 0 || status.uid == Host.userID() else {
      return .problem(
        .hosts, id, title, "\(path) belongs to user \(status.uid), not to root or \(Host.userName())",
        remedy: "let \(Host.userName()) own it")
    }
    // ssh leaves a key aside that others could read, when it is the operator's own.
    let forbidden: UInt32 = status.uid == Host.userID() ? 0o077 : 0o022
    guard status.mode & forbidden == 0 else {
      return .problem(
        .hosts, id, title, "\(path) is open to others (mode \(String(status.mode, radix: 8)))",
        remedy: "chmod 600 \(ShellWord.quoted(path))")
    }
    return .ok(.hosts, id, title, path)
  }
}

import RunbookApproval
import RunbookBase
import RunbookPlanning
import RunbookSystem
import Runbooks

/// The files that say which machine is believed to be which: whoever could write one could send a restore elsewhere.
enum HostKeys {
  /// Looks at the keys' file of every host that a plan reaches, before the first connection.
  ///
  /// - Throws: `safetyRefusal` for a file that others than root and the operator could have written.
  static func check(_ plan: Plan) throws(Problem) {
    for host in plan.reachedHosts {
      if let reach = host.reach { try check(reach) }
    }
  }

  /// Looks at one; of a file that is not there ssh itself says what to do.
  static func check(_ reach: Reach) throws(Problem) {
    let path = reach.knownHosts.text
    guard Files.exists(path) else { return }
    try TrustedPath.check(path, owners: [0, Host.userID()])
  }
}

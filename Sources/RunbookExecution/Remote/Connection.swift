package import Runbooks

/// The way to another host: the ssh program, its fixed options, and nothing of anybody's configuration (reliability A.9).
package struct Connection: Hashable, Sendable {
  /// The host's name in plans.
  package let host: String
  package let reach: Reach
  /// The ssh program's file.
  package let program: String
  /// What ssh itself sees: the operator's home and agent.
  package let environment: [String: String]

  package init(host: String, reach: Reach, program: String, environment: [String: String]) {
    self.host = host
    self.reach = reach
    self.program = program
    self.environment = environment
  }

  /// How long a host may take to answer, seconds.
  static let answerLimit = 10

  /// What runs over there: always this, because ssh joins words with spaces and a shell reads them again.
  static let remoteWords = ["/bin/sh", "-s"]

  /// The arguments of ssh; of two values for one option ssh takes the first.
  package var arguments: [String] {
    let options = [
      "BatchMode=yes", "StrictHostKeyChecking=yes", "UserKnownHostsFile=\(reach.knownHosts.text)", "GlobalKnownHostsFile=none",
      "UpdateHostKeys=no", "ConnectTimeout=\(Self.answerLimit)", "ServerAliveInterval=15", "ServerAliveCountMax=3", "ControlMaster=no",
      "ControlPath=none", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no", "LogLevel=ERROR",
    ]
    var words = ["-F", "none", "-T"] + options.flatMap { ["-o", $0] } + ["-p", String(reach.port)]
    if let user = reach.user { words += ["-l", user] }
    if let identity = reach.identity { words += ["-o", "IdentitiesOnly=yes", "-i", identity.text] }
    return words + ["--", reach.address] + Self.remoteWords
  }

  /// The command on this host that hands a script to the other one.
  func carrying(_ script: String, secrets: [String: String] = [:]) -> ResolvedCommand {
    ResolvedCommand(
      executable: program, arguments: arguments, environment: environment, input: Array(script.utf8), workingDirectory: "/",
      secrets: secrets)
  }
}

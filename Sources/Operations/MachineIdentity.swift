import Runbooks

extension Command {
  /// Prints the machine's own name: what a server that may be down, and a folder that may be gone, are told apart by (GitLab 2017).
  static let machineName = Command("uname", ["--nodename"], effect: .reads)
}

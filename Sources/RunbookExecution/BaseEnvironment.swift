package import RunbookPlanning

/// The environment of every command: an allow-list, so that nothing of the operator's shell leaks in (reliability B.5).
package enum BaseEnvironment {
  /// Directories that hold programs, unless the estate says otherwise.
  package static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// Variables that are passed on from the operator's shell because programs cannot work without them.
  static let passed = [
    "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "PGPASSFILE", "PGSSLROOTCERT", "AWS_PROFILE", "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE",
  ]

  /// The environment for an estate's commands.
  package static func make(_ estate: Plan.EstateFacts, operatorsShell: [String: String]) -> [String: String] {
    make(estate.environment, operatorsShell: operatorsShell)
  }

  /// The same from the estate's own variables.
  package static func make(_ own: [String: String], operatorsShell: [String: String]) -> [String: String] {
    var environment = ["PATH": path, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PGTZ": "UTC", "PGCONNECT_TIMEOUT": "10"]
    for name in passed { environment[name] = operatorsShell[name] }
    return environment.merging(own) { $1 }
  }
}

import RunbookSystem

extension Session {
  /// The session of this process; events themselves know neither process nor clock.
  public static func current(_ person: Person, rosterID: String? = nil) -> Session {
    let pid = Host.processID()
    return Session(
      login: Host.userName(), host: Host.name(), bootID: Clock.bootID(),
      process: ProcessIdentity(pid: pid, startTime: Int64(Host.processStartTime(pid) ?? 0)), person: person, rosterID: rosterID)
  }
}

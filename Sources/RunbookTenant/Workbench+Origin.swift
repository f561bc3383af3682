import RunbookBase

extension Workbench {
  /// Foreign keys and triggers work in the replication role `origin` alone.
  ///
  /// It is set only where a setting of the role or of the database says otherwise, because that takes a superuser.
  func ensureOrigin() throws(Problem) {
    do throws(Problem) {
      try target.run(
        "SELECT set_config(name, 'origin', false) FROM pg_settings WHERE name = 'session_replication_role' AND setting <> 'origin';")
    } catch {
      guard error.code == .preconditionNotMet else { throw error }
      throw Problem(
        .preconditionNotMet,
        "session_replication_role switches foreign keys off, and \(Printable.text(configuration.target.user)) may not set it",
        details: [error.summary],
        hint: "ALTER ROLE … RESET session_replication_role, or the same for the database; pg_db_role_setting says where")
    }
  }
}

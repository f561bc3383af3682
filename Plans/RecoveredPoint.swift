import Runbooks

/// Where a recovery ended, asked of the server that was promoted: it answers `reached …` or `missed …`, with the place.
///
/// An exit code of 0 says nothing about it (lab-pg §2.4): a missing segment ends a recovery early, and a target that is
/// left out ends it late.
enum RecoveredPoint {
  /// For a recovery to the end of the archive: `newest` is the archive's last segment when it began.
  static let ofArchive: Text = """
    SELECT CASE WHEN substr(pg_walfile_name(pg_last_wal_replay_lsn()), 9) >= substr(:'newest', 9) THEN 'reached ' ELSE 'missed ' END
      || place FROM (SELECT \(place) AS place) AS here
    """

  /// For a recovery to a target: `target` is a moment, `xid:…`, `lsn:…` or `immediate`, as `RecoveryTarget` writes it, `ended` the second in which the backup set ended.
  ///
  /// Nothing committed later than a moment may be there; the wanted transaction must be; a place in the log is met within one
  /// segment; the end of a backup is no later than the backup.
  static let ofTarget: Text = """
    SELECT CASE WHEN coalesce(CASE substring(:'target' from '^(xid|lsn|immediate)')
      WHEN 'xid' THEN pg_xact_status(substring(:'target' from '^xid:([0-9]+)$')::xid8) = 'committed'
      WHEN 'lsn' THEN pg_last_wal_replay_lsn() - substring(:'target' from '^lsn:(.*)$')::pg_lsn BETWEEN 0 AND 16777216
      WHEN 'immediate' THEN coalesce(last <= to_timestamp(:'ended'::bigint + 1), true)
      ELSE coalesce(last <= moment, true) AND NOT EXISTS (SELECT FROM orders WHERE created_at > moment)
    END, false) THEN 'reached ' ELSE 'missed ' END || \(place)
    FROM (SELECT pg_last_xact_replay_timestamp() AS last, substring(:'target' from '^[0-9]{4}-.*$')::timestamptz AS moment) AS ends
    """

  private static let place: Text = """
    'log ' || coalesce(pg_last_wal_replay_lsn()::text, 'unknown')
      || ', last transaction ' || coalesce(pg_last_xact_replay_timestamp()::text, 'none since the backup')
    """
}

extension Parameter<Timeline> {
  /// The same question in every procedure that recovers.
  static var ofRecovery: Parameter<Timeline> {
    Parameter("timeline", "The timeline to follow: latest, or an older one when the newest was promoted too early", default: .latest)
  }
}

extension Parameter<RepositoryChoice> {
  /// The same question in every procedure that restores the cluster.
  static var ofRestore: Parameter<RepositoryChoice> {
    Parameter(
      "repository", "The backup repository to restore from: first, or a named one when what the first holds is damaged", default: .first)
  }
}

/// The step lists of all runbooks on production: number, id, kind, effect, and how far a dry run of it can be trusted.
enum StepLists {
  static let dbCorruption = """
    1 first-status manual reads [human]
    2 cause decision destroys [human]
    - one bad event
    2a.1 cause/one-bad-event/point-in-time group destroys [computed]
    2a.1.1 cause/one-bad-event/point-in-time/set run reads [probed]
    2a.1.2 cause/one-bad-event/point-in-time/approve-recovery gate reads [human]
    2a.1.3 cause/one-bad-event/point-in-time/maintenance run writes [computed]
    2a.1.4 cause/one-bad-event/point-in-time/stop run writes [computed]
    2a.1.5 cause/one-bad-event/point-in-time/restore run destroys [computed]
    2a.1.6 cause/one-bad-event/point-in-time/start run writes [computed]
    2a.1.7 cause/one-bad-event/point-in-time/recovered-point check reads [depends on step 2a.1.1 (‹backup-set-ended›)]
    2a.1.8 cause/one-bad-event/point-in-time/sanity check reads [computed]
    2a.1.9 cause/one-bad-event/point-in-time/full-backup run writes [computed]
    2a.1.10 cause/one-bad-event/point-in-time/reconcile group writes [computed]
    2a.1.10.1 cause/one-bad-event/point-in-time/reconcile/files reconcile writes [probed]
    2a.1.10.2 cause/one-bad-event/point-in-time/reconcile/statuses run writes [computed]
    2a.1.10.3 cause/one-bad-event/point-in-time/reconcile/report notify writes [depends on step 2a.1.10.1 (‹files-ok›)]
    2a.1.10.4 cause/one-bad-event/point-in-time/reconcile/nothing-missing check reads [computed]
    2a.1.11 cause/one-bad-event/point-in-time/up run writes [computed]
    2a.1.12 cause/one-bad-event/point-in-time/verification group reads [computed]
    2a.1.12.1 cause/one-bad-event/point-in-time/verification/row-counts concurrently reads [computed]
    2a.1.12.1.1 cause/one-bad-event/point-in-time/verification/row-counts/rows-tenants check reads [computed]
    2a.1.12.1.2 cause/one-bad-event/point-in-time/verification/row-counts/rows-orders check reads [computed]
    2a.1.12.1.3 cause/one-bad-event/point-in-time/verification/row-counts/rows-customers check reads [computed]
    2a.1.12.1.4 cause/one-bad-event/point-in-time/verification/row-counts/rows-designer-documents check reads [computed]
    2a.1.12.1.5 cause/one-bad-event/point-in-time/verification/row-counts/rows-invoices check reads [computed]
    2a.1.12.2 cause/one-bad-event/point-in-time/verification/integrity check reads [computed]
    2a.1.12.3 cause/one-bad-event/point-in-time/verification/boots check reads [computed]
    - general corruption
    2b.1 cause/general-corruption/full-restore group destroys [computed]
    2b.1.1 cause/general-corruption/full-restore/archive run reads [probed]
    2b.1.2 cause/general-corruption/full-restore/approve-restore gate reads [human]
    2b.1.3 cause/general-corruption/full-restore/maintenance run writes [computed]
    2b.1.4 cause/general-corruption/full-restore/stop run writes [computed]
    2b.1.5 cause/general-corruption/full-restore/restore run destroys [computed]
    2b.1.6 cause/general-corruption/full-restore/start run writes [computed]
    2b.1.7 cause/general-corruption/full-restore/recovered-point check reads [depends on step 2b.1.1 (‹newest-segment›)]
    2b.1.8 cause/general-corruption/full-restore/sanity check reads [computed]
    2b.1.9 cause/general-corruption/full-restore/full-backup run writes [computed]
    2b.1.10 cause/general-corruption/full-restore/reconcile group writes [computed]
    2b.1.10.1 cause/general-corruption/full-restore/reconcile/files reconcile writes [probed]
    2b.1.10.2 cause/general-corruption/full-restore/reconcile/statuses run writes [computed]
    2b.1.10.3 cause/general-corruption/full-restore/reconcile/report notify writes [depends on step 2a.1.10.1 (‹files-ok›)]
    2b.1.10.4 cause/general-corruption/full-restore/reconcile/nothing-missing check reads [computed]
    2b.1.11 cause/general-corruption/full-restore/up run writes [computed]
    2b.1.12 cause/general-corruption/full-restore/verification group reads [computed]
    2b.1.12.1 cause/general-corruption/full-restore/verification/row-counts concurrently reads [computed]
    2b.1.12.1.1 cause/general-corruption/full-restore/verification/row-counts/rows-tenants check reads [computed]
    2b.1.12.1.2 cause/general-corruption/full-restore/verification/row-counts/rows-orders check reads [computed]
    2b.1.12.1.3 cause/general-corruption/full-restore/verification/row-counts/rows-customers check reads [computed]
    2b.1.12.1.4 cause/general-corruption/full-restore/verification/row-counts/rows-designer-documents check reads [computed]
    2b.1.12.1.5 cause/general-corruption/full-restore/verification/row-counts/rows-invoices check reads [computed]
    2b.1.12.2 cause/general-corruption/full-restore/verification/integrity check reads [computed]
    2b.1.12.3 cause/general-corruption/full-restore/verification/boots check reads [computed]
    3 resolution manual reads [human]
    """

  static let tenantDelete = """
    1 scratch run writes [computed]
    2 compare run reads [computed]
    3 scope decision destroys [human]
    - one tenant
    - shared data too (ends the run)
    3b.1 scope/shared-data-too/point-in-time group destroys [computed]
    3b.1.1 scope/shared-data-too/point-in-time/set run reads [probed]
    3b.1.2 scope/shared-data-too/point-in-time/approve-recovery gate reads [human]
    3b.1.3 scope/shared-data-too/point-in-time/maintenance run writes [computed]
    3b.1.4 scope/shared-data-too/point-in-time/stop run writes [computed]
    3b.1.5 scope/shared-data-too/point-in-time/restore run destroys [computed]
    3b.1.6 scope/shared-data-too/point-in-time/start run writes [computed]
    3b.1.7 scope/shared-data-too/point-in-time/recovered-point check reads [depends on step 3b.1.1 (‹backup-set-ended›)]
    3b.1.8 scope/shared-data-too/point-in-time/sanity check reads [computed]
    3b.1.9 scope/shared-data-too/point-in-time/full-backup run writes [computed]
    3b.1.10 scope/shared-data-too/point-in-time/reconcile group writes [computed]
    3b.1.10.1 scope/shared-data-too/point-in-time/reconcile/files reconcile writes [probed]
    3b.1.10.2 scope/shared-data-too/point-in-time/reconcile/statuses run writes [computed]
    3b.1.10.3 scope/shared-data-too/point-in-time/reconcile/report notify writes [depends on step 3b.1.10.1 (‹files-ok›)]
    3b.1.10.4 scope/shared-data-too/point-in-time/reconcile/nothing-missing check reads [computed]
    3b.1.11 scope/shared-data-too/point-in-time/up run writes [computed]
    3b.1.12 scope/shared-data-too/point-in-time/verification group reads [computed]
    3b.1.12.1 scope/shared-data-too/point-in-time/verification/row-counts concurrently reads [computed]
    3b.1.12.1.1 scope/shared-data-too/point-in-time/verification/row-counts/rows-tenants check reads [computed]
    3b.1.12.1.2 scope/shared-data-too/point-in-time/verification/row-counts/rows-orders check reads [computed]
    3b.1.12.1.3 scope/shared-data-too/point-in-time/verification/row-counts/rows-customers check reads [computed]
    3b.1.12.1.4 scope/shared-data-too/point-in-time/verification/row-counts/rows-designer-documents check reads [computed]
    3b.1.12.1.5 scope/shared-data-too/point-in-time/verification/row-counts/rows-invoices check reads [computed]
    3b.1.12.2 scope/shared-data-too/point-in-time/verification/integrity check reads [computed]
    3b.1.12.3 scope/shared-data-too/point-in-time/verification/boots check reads [computed]
    4 conflicts decision reads [human]
    - keep
    - restore
    5 fix run reads [depends on step 4 (‹conflict-policy›)]
    6 approve gate reads [human]
    7 insert run destroys [depends on step 5 (‹comparison›)]
    8 rows-back check reads [computed]
    9 undelete run writes [computed]
    10 reconcile group writes [computed]
    10.1 reconcile/files reconcile writes [probed]
    10.2 reconcile/statuses run writes [computed]
    10.3 reconcile/report notify writes [depends on step 3b.1.10.1 (‹files-ok›)]
    10.4 reconcile/nothing-missing check reads [computed]
    11 confirm-with-tenant manual reads [human]
    12 settle/drop-live-db-scratch run writes [computed]
    """

  static let printFileLoss = """
    1 resolve run reads [computed]
    2 hold run writes [computed]
    3 versions run reads [depends on step 1 (‹stored-path›)]
    4 version decision writes [human]
    - yes
    4a.1 version/yes/object-restore group writes [computed]
    4a.1.1 version/yes/object-restore/measure run reads [depends on step 1 (‹stored-path›)]
    4a.1.2 version/yes/object-restore/approve gate reads [human]
    4a.1.3 version/yes/object-restore/copy run writes [depends on step 1 (‹stored-path›)]
    4a.1.4 version/yes/object-restore/size check reads [depends on step 1 (‹stored-path›)]
    4a.1.5 version/yes/object-restore/pdf check reads [depends on step 1 (‹stored-path›)]
    - no
    4b.1 version/no/regenerate run writes [computed]
    4b.2 version/no/made check reads [depends on step 1 (‹stored-path›)]
    5 reconcile reconcile writes [computed]
    6 download check reads [computed]
    7 tell-print-shop notify writes [computed]
    """

  static let regionOutage = """
    1 declare group reads [computed]
    1.1 declare/activate-failover gate reads [human]
    1.2 declare/first-status manual reads [human]
    1.3 declare/fence manual reads [human]
    2 database group destroys [computed]
    2.1 database/provision manual reads [human]
    2.2 database/restore run destroys [computed]
    2.3 database/start run writes [computed]
    2.4 database/full-backup run writes [computed]
    3 application group reads [computed]
    3.1 application/secrets manual reads [human]
    3.2 application/redeploy manual reads [human]
    3.3 application/approve-dns gate reads [human]
    3.4 application/dns manual reads [human]
    4 verification group reads [computed]
    4.1 verification/row-counts concurrently reads [computed]
    4.1.1 verification/row-counts/rows-tenants check reads [computed]
    4.1.2 verification/row-counts/rows-orders check reads [computed]
    4.1.3 verification/row-counts/rows-customers check reads [computed]
    4.1.4 verification/row-counts/rows-designer-documents check reads [computed]
    4.1.5 verification/row-counts/rows-invoices check reads [computed]
    4.2 verification/integrity check reads [computed]
    4.3 verification/boots check reads [computed]
    5 reconcile reconcile writes [computed]
    6 eta manual reads [human]
    """

  static let fullRestore = """
    1 archive run reads [computed]
    2 approve-restore gate reads [human]
    3 maintenance run writes [computed]
    4 stop run writes [computed]
    5 restore run destroys [computed]
    6 start run writes [computed]
    7 recovered-point check reads [depends on step 1 (‹newest-segment›)]
    8 sanity check reads [computed]
    9 full-backup run writes [computed]
    10 reconcile group writes [computed]
    10.1 reconcile/files reconcile writes [probed]
    10.2 reconcile/statuses run writes [computed]
    10.3 reconcile/report notify writes [depends on step 10.1 (‹files-ok›)]
    10.4 reconcile/nothing-missing check reads [computed]
    11 up run writes [computed]
    12 verification group reads [computed]
    12.1 verification/row-counts concurrently reads [computed]
    12.1.1 verification/row-counts/rows-tenants check reads [computed]
    12.1.2 verification/row-counts/rows-orders check reads [computed]
    12.1.3 verification/row-counts/rows-customers check reads [computed]
    12.1.4 verification/row-counts/rows-designer-documents check reads [computed]
    12.1.5 verification/row-counts/rows-invoices check reads [computed]
    12.2 verification/integrity check reads [computed]
    12.3 verification/boots check reads [computed]
    """

  static let dumpRestore = """
    1 restore run writes [computed]
    2 tenants check reads [computed]
    3 orders check reads [computed]
    4 hand-over gate reads [human]
    5 tell manual reads [human]
    """

  static let pointInTime = """
    1 set run reads [computed]
    2 approve-recovery gate reads [human]
    3 maintenance run writes [computed]
    4 stop run writes [computed]
    5 restore run destroys [computed]
    6 start run writes [computed]
    7 recovered-point check reads [depends on step 1 (‹backup-set-ended›)]
    8 sanity check reads [computed]
    9 full-backup run writes [computed]
    10 reconcile group writes [computed]
    10.1 reconcile/files reconcile writes [probed]
    10.2 reconcile/statuses run writes [computed]
    10.3 reconcile/report notify writes [depends on step 10.1 (‹files-ok›)]
    10.4 reconcile/nothing-missing check reads [computed]
    11 up run writes [computed]
    12 verification group reads [computed]
    12.1 verification/row-counts concurrently reads [computed]
    12.1.1 verification/row-counts/rows-tenants check reads [computed]
    12.1.2 verification/row-counts/rows-orders check reads [computed]
    12.1.3 verification/row-counts/rows-customers check reads [computed]
    12.1.4 verification/row-counts/rows-designer-documents check reads [computed]
    12.1.5 verification/row-counts/rows-invoices check reads [computed]
    12.2 verification/integrity check reads [computed]
    12.3 verification/boots check reads [computed]
    """

  static let tenantRestore = """
    1 scratch run writes [computed]
    2 compare run reads [computed]
    3 conflicts decision reads [human]
    - keep
    - restore
    4 fix run reads [depends on step 3 (‹conflict-policy›)]
    5 approve gate reads [human]
    6 insert run destroys [depends on step 4 (‹comparison›)]
    7 rows-back check reads [computed]
    8 undelete run writes [computed]
    9 reconcile group writes [computed]
    9.1 reconcile/files reconcile writes [probed]
    9.2 reconcile/statuses run writes [computed]
    9.3 reconcile/report notify writes [depends on step 9.1 (‹files-ok›)]
    9.4 reconcile/nothing-missing check reads [computed]
    10 settle/drop-live-db-scratch run writes [computed]
    """

  static let bucketRestore = """
    1 replica-is-ahead check reads [computed]
    2 preview run reads [computed]
    3 approve gate reads [human]
    4 sync run destroys [computed]
    5 copied check reads [computed]
    6 reconcile group writes [computed]
    6.1 reconcile/files reconcile writes [probed]
    6.2 reconcile/statuses run writes [computed]
    6.3 reconcile/report notify writes [depends on step 6.1 (‹files-ok›)]
    6.4 reconcile/nothing-missing check reads [computed]
    """

  static let objectRestore = """
    1 measure run reads [computed]
    2 approve gate reads [human]
    3 copy run writes [computed]
    4 size check reads [depends on step 1 (‹good-bytes›)]
    5 pdf check reads [computed]
    """

  static let reconcile = """
    1 files reconcile writes [computed]
    2 statuses run writes [computed]
    3 report notify writes [depends on step 1 (‹files-ok›)]
    4 nothing-missing check reads [computed]
    """

  static let all = [
    ("db-corruption", dbCorruption),
    ("tenant-delete", tenantDelete),
    ("print-file-loss", printFileLoss),
    ("region-outage", regionOutage),
    ("full-restore", fullRestore),
    ("dump-restore", dumpRestore),
    ("point-in-time", pointInTime),
    ("tenant-restore", tenantRestore),
    ("bucket-restore", bucketRestore),
    ("object-restore", objectRestore),
    ("reconcile", reconcile),
  ]
}

/// The step lists of all runbooks on production: number, id, kind, effect, and how far a dry run of it can be trusted.
enum StepLists {
  static let tenantDelete = """
    1 scratch run writes [computed]
    2 compare run reads [computed]
    3 scope decision destroys [human]
    - one tenant
    - shared data too (ends the run)
    3b.1 scope/shared-data-too/point-in-time group destroys [computed]
    3b.1.1 scope/shared-data-too/point-in-time/approve-recovery gate reads [human]
    3b.1.2 scope/shared-data-too/point-in-time/maintenance run writes [computed]
    3b.1.3 scope/shared-data-too/point-in-time/stop run writes [computed]
    3b.1.4 scope/shared-data-too/point-in-time/restore run destroys [computed]
    3b.1.5 scope/shared-data-too/point-in-time/start run writes [computed]
    3b.1.6 scope/shared-data-too/point-in-time/recovered-point check reads [computed]
    3b.1.7 scope/shared-data-too/point-in-time/full-backup run writes [computed]
    3b.1.8 scope/shared-data-too/point-in-time/reconcile group writes [computed]
    3b.1.8.1 scope/shared-data-too/point-in-time/reconcile/files reconcile writes [computed]
    3b.1.9 scope/shared-data-too/point-in-time/verification group reads [computed]
    3b.1.9.1 scope/shared-data-too/point-in-time/verification/row-counts concurrently reads [computed]
    3b.1.9.1.1 scope/shared-data-too/point-in-time/verification/row-counts/rows-tenants check reads [computed]
    3b.1.9.1.2 scope/shared-data-too/point-in-time/verification/row-counts/rows-orders check reads [computed]
    3b.1.9.1.3 scope/shared-data-too/point-in-time/verification/row-counts/rows-customers check reads [computed]
    3b.1.9.1.4 scope/shared-data-too/point-in-time/verification/row-counts/rows-designer-documents check reads [computed]
    3b.1.9.1.5 scope/shared-data-too/point-in-time/verification/row-counts/rows-invoices check reads [computed]
    3b.1.9.2 scope/shared-data-too/point-in-time/verification/integrity check reads [computed]
    3b.1.9.3 scope/shared-data-too/point-in-time/verification/boots check reads [computed]
    3b.1.10 scope/shared-data-too/point-in-time/up run writes [computed]
    4 conflicts decision reads [human]
    - keep
    - restore
    5 fix run reads [depends on step 4 (‹conflict-policy›)]
    6 approve gate reads [human]
    7 insert run destroys [depends on step 5 (‹comparison›)]
    8 rows-back check reads [computed]
    9 undelete run writes [computed]
    10 reconcile group writes [computed]
    10.1 reconcile/files reconcile writes [computed]
    11 confirm-with-tenant manual reads [human]
    12 settle/drop-live-db-scratch run writes [computed]
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
    9.1 reconcile/files reconcile writes [computed]
    10 settle/drop-live-db-scratch run writes [computed]
    """

  static let pointInTime = """
    1 approve-recovery gate reads [human]
    2 maintenance run writes [computed]
    3 stop run writes [computed]
    4 restore run destroys [computed]
    5 start run writes [computed]
    6 recovered-point check reads [computed]
    7 full-backup run writes [computed]
    8 reconcile group writes [computed]
    8.1 reconcile/files reconcile writes [computed]
    9 verification group reads [computed]
    9.1 verification/row-counts concurrently reads [computed]
    9.1.1 verification/row-counts/rows-tenants check reads [computed]
    9.1.2 verification/row-counts/rows-orders check reads [computed]
    9.1.3 verification/row-counts/rows-customers check reads [computed]
    9.1.4 verification/row-counts/rows-designer-documents check reads [computed]
    9.1.5 verification/row-counts/rows-invoices check reads [computed]
    9.2 verification/integrity check reads [computed]
    9.3 verification/boots check reads [computed]
    10 up run writes [computed]
    """

  static let reconcile = """
    1 files reconcile writes [computed]
    """

  static let regionOutage = """
    1 declare group reads [computed]
    1.1 declare/activate-failover gate reads [human]
    1.2 declare/first-status manual reads [human]
    1.3 declare/fence manual reads [human]
    2 database group destroys [computed]
    2.1 database/provision manual reads [human]
    2.2 database/restore run destroys [probed]
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

  static let all = [
    ("tenant-delete", tenantDelete),
    ("tenant-restore", tenantRestore),
    ("point-in-time", pointInTime),
    ("reconcile", reconcile),
    ("region-outage", regionOutage),
  ]
}

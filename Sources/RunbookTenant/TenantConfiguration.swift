extension TenantRows {
  /// What to copy, from where to where, and the policies.
  public struct Configuration: Sendable {
    /// The `psql` program, by absolute path.
    public var psql: String
    /// The scratch database that the dump was restored into; the engine makes temporary tables there.
    public var source: TenantConnection
    /// Production.
    public var target: TenantConnection
    /// The tenant's value, of whatever type the tenant column has.
    public var tenant: String
    /// The column that says whose a row is.
    public var tenantColumn: String
    /// The table that the tenants themselves stand in, `table` or `schema.table`; nil finds it by the keys of the tenant columns.
    public var root: String?
    /// The whole environment for `psql`, with `PGPASSWORD` or `PGPASSFILE` when needed.
    public var environment: [String: String]
    /// An existing directory for named pipes, of this user alone.
    public var workDirectory: String
    /// How long a lock is waited for before giving up with nothing written, in seconds.
    public var lockTimeoutSeconds: Int
    /// Whether the tables' own triggers fire.
    public var triggers: Triggers
    /// What happens to rows that production still has with other content.
    public var conflicts: Conflicts
    /// What happens to rows that point at nothing.
    public var dangling: Dangling
    /// What happens when rows that are not the tenant's went with its rows.
    public var others: Others
    /// Tables left out on purpose, `table` or `schema.table`.
    public var without: [String]
    /// Tables without the tenant's column whose rows count as the tenant's by any foreign key, on purpose.
    public var with: [String]
    /// Told what is being done, one line each.
    public var log: @Sendable (String) -> Void

    /// A configuration with the careful policies: triggers off, conflicts and dangling rows refused.
    public init(
      psql: String, source: TenantConnection, target: TenantConnection, tenant: String, workDirectory: String,
      environment: [String: String] = [:], tenantColumn: String = "tenant_id", root: String? = nil, lockTimeoutSeconds: Int = 10,
      triggers: Triggers = .disabled, conflicts: Conflicts = .refuse, dangling: Dangling = .refuse, others: Others = .refuse,
      without: [String] = [],
      with: [String] = [],
      log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
      self.psql = psql
      self.source = source
      self.target = target
      self.tenant = tenant
      self.workDirectory = workDirectory
      self.environment = environment
      self.tenantColumn = tenantColumn
      self.root = root
      self.lockTimeoutSeconds = lockTimeoutSeconds
      self.triggers = triggers
      self.conflicts = conflicts
      self.dangling = dangling
      self.others = others
      self.without = without
      self.with = with
      self.log = log
    }
  }

  /// Whether the tables' own triggers fire for restored rows.
  public enum Triggers: String, Sendable, CaseIterable {
    /// They are switched off inside the transaction: a restore is no business event. Foreign keys stay checked.
    case disabled
    /// They fire as for any insert.
    case fire
  }

  /// What happens to a row that is in the dump and in production under the same key with different content.
  public enum Conflicts: String, Sendable, CaseIterable {
    /// Nothing at all is written while there is one.
    case refuse
    /// Production's content stays.
    case keep
    /// The dump's content replaces it.
    case restore
  }

  /// What happens when rows of nobody or of another tenant went with the tenant's by a key that cascades.
  public enum Others: String, Sendable, CaseIterable {
    /// Nothing at all is written while there is one.
    case refuse
    /// They are told and left out; the tenant's rows come back.
    case leave
  }

  /// What happens to a row whose foreign key would point at nothing.
  public enum Dangling: String, Sendable, CaseIterable {
    /// Nothing at all is written while there is one.
    case refuse
  }
}

import RunbookBase

/// The engines that steps of runbooks call, usable by hand too.
extension CommandTree {
  static var connection: [OptionSpec] { connection(database: "The database") }

  private static func connection(database: String) -> [OptionSpec] {
    [
      OptionSpec("host", valueName: "HOST", help: "PostgreSQL's host"),
      OptionSpec("port", valueName: "PORT", help: "PostgreSQL's port"),
      OptionSpec("user", valueName: "ROLE", help: "The role; its password comes from PGPASSFILE or PGPASSWORD"),
      OptionSpec("database", valueName: "NAME", help: database),
    ]
  }

  static var bucket: [OptionSpec] {
    [
      OptionSpec("bucket", valueName: "NAME", help: "The bucket; credentials come from the environment of aws"),
      OptionSpec("region", valueName: "REGION", help: "The bucket's region"),
    ]
  }

  static var tenantBuckets: OptionSpec {
    OptionSpec(
      "tenant-buckets", valueName: "PLACE", help: "Where a tenant's own bucket is named, and the prefix: tenants.own_bucket=files-")
  }

  static var reconcile: CommandSpec {
    CommandSpec(
      "reconcile", summary: "Compare every stored path with the bucket (§3.5)",
      discussion: "Ends with 1 while a path has no object. Orphans are listed, never deleted.",
      options: connection(database: "The database (or a file of COPY text, with --objects)") + bucket + [
        OptionSpec("tenant", valueName: "UUID", help: "Only this tenant's rows"),
        OptionSpec("paths", valueName: "COLUMN", repeated: true, help: "Where paths are stored: \(PathArgument.rule)"),
        tenantBuckets,
        OptionSpec("restore", help: "Bring back what a prior version can bring back"),
        OptionSpec(
          "acknowledge", valueName: "CONCERN", repeated: true, help: "Findings that do not fail the command",
          allowed: ["missing", "restorable", "unextractable", "zero-size"]), json,
        OptionSpec("objects", valueName: "FILE", help: "Compare files: an S3 inventory in CSV", completion: .file),
        OptionSpec("path-column", valueName: "N", help: "Compare files: the column of the path in the COPY text; else the last"),
        OptionSpec("keys", help: "Compare files: both hold one raw key a line"),
        OptionSpec("missing", valueName: "FILE", help: "Compare files: where paths without object are listed", completion: .file),
        OptionSpec("orphans", valueName: "FILE", help: "Compare files: where objects without path are listed", completion: .file),
      ])
  }

  static var rows: CommandSpec {
    let options =
      connection + [
        OptionSpec("source", valueName: "NAME", help: "The scratch database that a dump was restored into, on the same server"),
        OptionSpec("tenant", valueName: "ID", help: "Whose rows"),
        OptionSpec("tenant-column", valueName: "NAME", help: "The column that names the tenant", defaultText: "tenant_id"),
        OptionSpec("root", valueName: "TABLE", help: "The tenants' own table, where no foreign key leads to it"),
        OptionSpec(
          "conflicts", valueName: "POLICY", help: "Rows that differ: refuse, keep production's, or restore the dump's",
          defaultText: "refuse", allowed: ["refuse", "keep", "restore"]),
        OptionSpec(
          "others", valueName: "POLICY", help: "Rows that are not the tenant's and were deleted with its rows: refuse, or leave them out",
          defaultText: "refuse", allowed: ["refuse", "leave"]),
        OptionSpec(
          "triggers", valueName: "POLICY", help: "Users' triggers while rows are inserted", defaultText: "disabled",
          allowed: ["disabled", "fire"]),
        OptionSpec("brief", help: "Tell the sums alone, not every table"),
        OptionSpec("without", valueName: "TABLE", repeated: true, help: "Leave this table out, knowingly"),
        OptionSpec("with", valueName: "TABLE", repeated: true, help: "Count rows that only link to the tenant's as its own, knowingly"),
        json,
      ]
    return CommandSpec(
      "rows", summary: "Compare and copy one tenant's rows (§3.3 path A)",
      subcommands: [
        CommandSpec("diff", summary: "Show what would be inserted; production is only read", options: options),
        CommandSpec(
          "apply", summary: "Insert what an approved comparison showed, in one transaction",
          options: options + [OptionSpec("approved", valueName: "DIGEST", help: "The digest of that comparison")]),
      ])
  }

  static var files: CommandSpec {
    CommandSpec(
      "files", summary: "Bring deleted files back",
      subcommands: [
        CommandSpec(
          "undelete", summary: "Remove the delete markers of an incident under a prefix (§3.3)",
          options: bucket + connection + [
            OptionSpec("prefix", valueName: "PREFIX", repeated: true, help: "Such as TENANT/"),
            OptionSpec("owned", valueName: "PLACE", repeated: true, help: "A shared prefix and whose ids below it: designs.id=designs/"),
            OptionSpec("tenant", valueName: "UUID", help: "Whose ids, for --owned, and whose own bucket"), tenantBuckets,
            OptionSpec("since", valueName: "TIME", help: "When the incident began; older deletions stay deleted"),
            OptionSpec("dry-run", help: "Count, change nothing"), json,
          ]),
        CommandSpec(
          "open", summary: "Download a print file and see that it opens (§4.3)",
          options: bucket + [OptionSpec("key", valueName: "KEY", help: "The object's key"), json]),
      ])
  }
}

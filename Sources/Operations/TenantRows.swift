public import RunbookBase
public import Runbooks

/// Compares and copies one tenant's rows between two databases (seed §3.3 path A), by this program's own engine.
public struct TenantRows: Sendable {
  let source: Database<Scratch>
  let production: Database<Production>
  let tenant: Parameter<TenantID>

  /// The rows of one tenant in a restored dump and in production.
  public init(of tenant: Parameter<TenantID>, from source: Database<Scratch>, to production: Database<Production>) {
    self.tenant = tenant
    self.source = source
    self.production = production
  }

  /// Prints per table what would be inserted, left alone or is in conflict, as JSON; writes nothing to production.
  public func diff() -> Command {
    command("diff", ["--conflicts=keep", "--json"], effect: .reads)
  }

  /// The same comparison, telling the sums alone.
  public func briefDiff() -> Command {
    command("diff", ["--conflicts=keep", "--brief", "--json"], effect: .reads)
  }

  /// The comparison under a policy for rows that differ; its digest is what an approval covers.
  public func diff(conflicts: Output<ConflictPolicy>) -> Command {
    command("diff", ["--conflicts=\(conflicts)", "--brief", "--json"], effect: .reads)
  }

  /// Inserts what is missing in one transaction, if the comparison is still the approved one.
  ///
  /// - Parameter conflicts: `keep` leaves rows that differ as production has them, `restore` overwrites them.
  public func apply(approved digest: Output<Digest>, conflicts: Output<ConflictPolicy>) -> Command {
    command(
      "apply", ["--approved=\(digest)", "--conflicts=\(conflicts)"],
      effect: .destroys("rows of tenant \(tenant) that differ, where the policy says restore (it says \(conflicts))"))
  }

  private func command(_ verb: Text, _ arguments: [Text], effect: Effect) -> Command {
    let places: [Text] = [
      "--host=\(production.server.host)", "--port=\(String(production.server.port))", "--user=\(production.server.user)",
      "--source=\(source)", "--database=\(production)", "--tenant=\(tenant)",
    ]
    return Command("runbook", ["rows", verb] + places + arguments, effect: effect, on: production.target)
      .environment(production.server.environment).using("psql")
  }
}

/// What happens to rows that production still holds with other content.
public enum ConflictPolicy: String, ParameterValue {
  /// Production's row stays.
  case keep
  /// The dump's row replaces it.
  case restore

  /// The rule in words.
  public static let rule = "keep or restore"
  /// The word.
  public var text: String { rawValue }

  /// Parses the word.
  public init(parsing text: String) throws(Problem) {
    guard let policy = ConflictPolicy(rawValue: text) else { throw Self.refusal(text, "is no policy") }
    self = policy
  }
}

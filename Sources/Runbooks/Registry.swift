public import RunbookBase

/// The runbooks and estates that a program offers, by name.
public struct Registry: Sendable {
  /// The runbooks in the order in which they are listed.
  public let runbooks: [Entry]
  /// The estates; the first is the default.
  public let estates: [EstateSource]

  /// A registry of runbooks for one type of estate.
  public init<E: Estate>(_ runbooks: [RunbookEntry<E>], estates: [EstateEntry<E>]) {
    self.runbooks = runbooks.map { entry in
      Entry(name: entry.name, title: entry.title, section: entry.section, objectives: entry.objectives, cadence: entry.cadence) { estate in
        guard let typed = estate as? E else { return nil }
        return entry.make(typed)
      }
    }
    self.estates = estates.map { entry in
      EstateSource(name: entry.name, summary: entry.summary, file: entry.file) { json throws(Problem) in try entry.make(json) }
    }
  }

  /// One runbook, to be described for an estate.
  public struct Entry: Sendable {
    /// The name typed on the command line.
    public let name: String
    /// The title in one line.
    public let title: String
    /// The section of the paper runbook.
    public let section: String
    /// What it promises.
    public let objectives: Objectives
    /// How often it is due; nil for one that waits for an incident.
    public let cadence: Duration?
    /// The runbook for an estate; nil for an estate of another type.
    public let describe: @Sendable (any Estate) -> RunbookDescription?
  }

  /// One estate and where its description comes from.
  public struct EstateSource: Sendable {
    /// The name given to `--estate`.
    public let name: String
    /// One line for lists.
    public let summary: String
    /// The file that holds the rest; nil when the estate is compiled in.
    public let file: EstateFile?
    /// The estate, from the file's content where there is one.
    public let make: @Sendable (JSON) throws(Problem) -> any Estate
  }
}

/// Where the description of a changing estate, such as a lab, is read from.
public struct EstateFile: Sendable, Hashable {
  /// The environment variable that names the folder.
  public let variable: String
  /// The folder when the variable is not set.
  public let fallback: String
  /// The file's name in the folder.
  public let name: String

  /// A file in the folder that a variable names.
  public init(variable: String, fallback: String, name: String) {
    self.variable = variable
    self.fallback = fallback
    self.name = name
  }
}

/// A runbook made for one type of estate.
public struct RunbookEntry<E>: Sendable {
  let name: String
  let title: String
  let section: String
  let objectives: Objectives
  let cadence: Duration?
  let make: @Sendable (E) -> RunbookDescription

  /// An entry from a runbook's initialiser: `.init(TenantDelete.init)`.
  public init<R: Runbook>(_ make: @escaping @Sendable (E) -> R) {
    name = R.name
    title = R.title
    section = R.section
    objectives = R.objectives
    cadence = R.cadence
    self.make = { RunbookDescription(make($0)) }
  }
}

/// An estate, compiled in or read from a file.
public struct EstateEntry<E: Sendable>: Sendable {
  let name: String
  let summary: String
  let file: EstateFile?
  let make: @Sendable (JSON) throws(Problem) -> E

  /// An estate that is compiled in.
  public init(_ estate: E) where E: Estate {
    name = estate.name
    summary = estate.summary
    file = nil
    make = { _ throws(Problem) in estate }
  }

  /// An estate whose description is read from a file.
  public init(name: String, summary: String, file: EstateFile, make: @escaping @Sendable (JSON) throws(Problem) -> E) {
    self.name = name
    self.summary = summary
    self.file = file
    self.make = make
  }
}

/// A runbook without its type, as the planner takes it.
public struct RunbookDescription: Sendable {
  /// The name typed on the command line.
  public let name: String
  /// The title in one line.
  public let title: String
  /// The section of the paper runbook.
  public let section: String
  /// What it promises.
  public let objectives: Objectives
  /// Where it differs from the paper's own commands.
  public let differences: [String]
  /// Whether it is a drill.
  public let isDrill: Bool
  /// Whether nothing can be written from the declared impact on.
  public let impactEndsWrites: Bool
  /// What must hold before it starts.
  public let preconditions: [Precondition]
  /// The steps, in order.
  public let steps: [Step]

  /// The description of a runbook.
  public init<R: Runbook>(_ runbook: R) {
    name = R.name
    title = R.title
    section = R.section
    objectives = R.objectives
    differences = R.differences
    isDrill = R.isDrill
    impactEndsWrites = R.impactEndsWrites
    preconditions = runbook.preconditions
    steps = runbook.body
  }
}

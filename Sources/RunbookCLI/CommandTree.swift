import RunbookBase
import RunbookJournal
import RunbookPlanning
import Runbooks

/// The command line as a value: one subcommand per verb, one per runbook below `show`, `plan` and `exec`.
enum CommandTree {
  /// - Parameter described: the runbooks, by name, whose parameters are to be flags.
  static func root(_ registry: Registry, _ described: [String: RunbookDescription]) -> CommandSpec {
    let flags = described.mapValues(parameters)
    return tree(registry) { flags[$0.name] ?? [] }
  }

  private static func tree(_ registry: Registry, _ parameters: (Registry.Entry) -> [OptionSpec]) -> CommandSpec {
    CommandSpec(
      Program.name, summary: "Plans, runs, resumes and proves disaster-recovery procedures",
      discussion: "Every procedure is compiled in. Nothing is approved by default, by end of file or by a timeout.",
      examples: (registry.runbooks.first?.name).map {
        [
          .init("\(Program.name) plan \($0) --dry-run", "what would happen, command by command; touches nothing"),
          .init("\(Program.name) exec \($0) --resume 4", "continues the interrupted run at step 4"),
        ]
      } ?? [],
      subcommands: [
        list, show(registry), plan(registry, parameters), exec(registry, parameters), status, approve, handover, log, note, announce,
        report(registry), verify, doctor(registry), drills(registry), reconcile, rows, files, scratch, measure, drillLog, completions,
      ])
  }

  static let json = OptionSpec("json", help: "Print one JSON object on standard output")
  static let state = OptionSpec(
    "state", valueName: "DIR", help: "Where runs are kept; else $RUNBOOK_STATE, else the XDG state home", completion: .directory)

  static func estate(_ registry: Registry) -> OptionSpec {
    OptionSpec(
      "estate", valueName: "NAME", help: "The environment to act on", defaultText: registry.estates.first?.name,
      allowed: registry.estates.map(\.name), completion: .estate)
  }

  private static let list = CommandSpec("list", summary: "List the runbooks", options: [json])

  private static let run = OperandSpec("RUN", help: "A run's id or its last six digits; the newest when left out", required: false)

  private static let status = CommandSpec(
    "status", summary: "Show the runs and what each waits for", operands: [run], options: [json, state])
  private static let log = CommandSpec(
    "log", summary: "Show the timeline of a run", operands: [run],
    options: [OptionSpec("follow", short: "f", help: "Go on with each new record until the run has ended"), json, state])
  private static let note = CommandSpec(
    "note", summary: "Add the Scribe's own line to the log of a run",
    operands: [
      OperandSpec("RUN", help: "A run's id, its last six digits, or . for the newest"), OperandSpec("TEXT", help: "What to remark"),
    ],
    options: [
      OptionSpec("at", valueName: "TIME", help: "An earlier time that it is about: 14:05Z or 2026-06-15T14:05:00Z"),
      OptionSpec("as", valueName: "NAME", help: "Who you are; the estate's roster must know the name", defaultText: "your login"),
      OptionSpec("role", valueName: "ROLE", help: "The role in which you speak: ic, operator, comms or scribe", defaultText: "scribe"),
      state,
    ],
    examples: [.init("\(Program.name) note . \"customers told by telephone\" --at 14:05Z", "a remark about five past two")])
  private static let announce = CommandSpec(
    "announce", summary: "Tell those outside how things stand, by the estate's channels, once a person has said so",
    operands: [run, OperandSpec("TEXT", help: "What to say; a draft is made when left out", required: false)],
    options: [
      OptionSpec(
        "stage", valueName: "STAGE", help: "What it is to the incident; found from the log when left out",
        allowed: StatusMessage.Stage.allCases.map(\.rawValue)),
      OptionSpec("posted", help: "It was posted by hand: send nothing, write it down"), state,
    ],
    examples: [.init("\(Program.name) announce . \"Orders work again, files follow\"", "asks for the word, then sends")])
  private static func report(_ registry: Registry) -> CommandSpec {
    CommandSpec(
      "report", summary: "Tell what happened in a run: timeline, RTO and RPO, decisions, follow-ups", operands: [run],
      options: [
        OptionSpec("format", valueName: "FORMAT", help: "What --out ends with, else md", allowed: ["html", "md", "json"]),
        OptionSpec("out", valueName: "FILE", help: "Write it to a file", completion: .file),
        OptionSpec("drills", help: "Tell of all drills and their trend instead of one run"), drillLogFolder, estate(registry), json, state,
      ],
      examples: [.init("\(Program.name) report --out report.html", "the newest run as one HTML file")])
  }
  private static let verify = CommandSpec(
    "verify", summary: "Prove that a run's audit log was not edited", operands: [run],
    options: [
      OptionSpec(
        "anchor", valueName: "HEAD", repeated: true,
        help: "A fingerprint that was written down elsewhere: 7196-a917, or with its record 41:7196-a917"),
      OptionSpec(
        "copy", valueName: "PLACE", help: "The second copy: its folder or file; else $RUNBOOK_COPY, else the estate's", completion: .file),
      json, state,
    ],
    examples: [.init("\(Program.name) verify --anchor 7196-a917", "the log still is the one whose head was read aloud")])

  private static let completions = CommandSpec(
    "completions", summary: "Print a completion script for a shell",
    operands: [OperandSpec("SHELL", help: "bash, zsh or fish", allowed: ["bash", "zsh", "fish"])],
    examples: [.init("source <(\(Program.name) completions bash)", "complete in this shell")])

  private static func show(_ registry: Registry) -> CommandSpec {
    CommandSpec(
      "show", summary: "Show a runbook as a document",
      subcommands: registry.runbooks.map { entry in
        CommandSpec(
          entry.name, summary: "\(entry.section) \(entry.title)",
          options: [
            OptionSpec(
              "format", valueName: "FORMAT", help: "How to show it", defaultText: "text", allowed: ["text", "markdown", "mermaid"]),
            estate(registry),
          ])
      }, subcommandNoun: "runbook")
  }

  private static func plan(_ registry: Registry, _ parameters: (Registry.Entry) -> [OptionSpec]) -> CommandSpec {
    CommandSpec(
      "plan", summary: "Show what a run would do, and whether it could start now",
      subcommands: registry.runbooks.map { entry in
        CommandSpec(
          entry.name, summary: "\(entry.section) \(entry.title)",
          options: [
            OptionSpec("dry-run", help: "Start no process, write nothing; show what is not known as ‹name›"),
            OptionSpec("out", valueName: "FILE", help: "Save the plan as JSON", completion: .file), json, state, estate(registry),
          ] + parameters(entry),
          examples: [.init("\(Program.name) plan \(entry.name) --dry-run", "every command, nothing touched")])
      }, subcommandNoun: "runbook")
  }

  private static func exec(_ registry: Registry, _ parameters: (Registry.Entry) -> [OptionSpec]) -> CommandSpec {
    CommandSpec(
      "exec", summary: "Run a runbook, or go on with an interrupted run",
      subcommands: registry.runbooks.map { entry in
        CommandSpec(
          entry.name, summary: "\(entry.section) \(entry.title)",
          options: [
            OptionSpec(
              "resume", valueName: "STEP", optionalValue: true, help: "Go on with the interrupted run, at this step if one is named"),
            OptionSpec("abort", help: "End the interrupted run where it stands, whatever the plan is by now; needs --reason"),
            OptionSpec("run", valueName: "RUN", help: "Which interrupted run, when there are several"),
            OptionSpec("reason", valueName: "TEXT", help: "Why steps are left out by going on at STEP, or why the run is ended"),
            OptionSpec(
              "beside", valueName: "WHY",
              help: "Work although an unfinished run stands in the middle of changing the same target; the log keeps why, as an exception"),
            OptionSpec("dry-run", help: "Walk the run with a performer that does nothing"),
            OptionSpec("operator", valueName: "NAME", help: "Who you are to the estate's roster, where your login does not say it"),
            OptionSpec(
              "copy", valueName: "PLACE",
              help: "Copy each record there, too: a folder or exec:COMMAND; else $RUNBOOK_COPY, else the estate's", completion: .directory),
            OptionSpec("rehearse", help: "The whole run on simulated commands: real questions, nothing touched"),
            OptionSpec(
              "inject", valueName: "STEP=FAILURE", repeated: true,
              help: "In a rehearsal, let a step fail: exit=1, timeout, signal=9, not-started, in-doubt, killed, check=VALUE, "
                + "output=VALUE, precondition, identity"),
            OptionSpec(
              "answers", valueName: "FILE", help: "Let a file play the people; in the lab and in rehearsals alone", completion: .file),
            OptionSpec("plain", help: "No block at the bottom of the terminal while steps run; lines alone"),
            state, estate(registry),
          ] + since(parameters(entry)) + parameters(entry),
          examples: [
            .init("\(Program.name) exec \(entry.name) --resume", "go on where the interrupted run stopped"),
            .init("\(Program.name) exec \(entry.name) --rehearse", "play it at the table; nothing is touched"),
          ])
      }, subcommandNoun: "runbook")
  }

  /// `--since`, unless the runbook asks for it as a parameter of its own.
  private static func since(_ parameters: [OptionSpec]) -> [OptionSpec] {
    if parameters.contains(where: { $0.name == Impact.option }) { return [] }
    return [
      OptionSpec(
        Impact.option, valueName: "TIME",
        help: "When the impact began, as declared; RTO and messages count from it: 14:05Z, or a whole time")
    ]
  }

  /// What `--since` takes besides, whoever asks for it.
  private static func short(_ name: String) -> String { name == Impact.option ? ", or 14:05Z" : "" }

  /// The runbook's parameters as flags, found from their use.
  private static func parameters(_ runbook: RunbookDescription) -> [OptionSpec] {
    ParameterSurvey.parameters(of: runbook).map { parameter in
      OptionSpec(
        parameter.name, valueName: "VALUE", help: "\(parameter.help); \(parameter.rule)\(short(parameter.name))", group: "Parameters",
        defaultText: parameter.fallback)
    }
  }
}

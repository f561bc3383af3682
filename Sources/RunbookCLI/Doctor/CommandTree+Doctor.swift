import Runbooks

extension CommandTree {
  static func doctor(_ registry: Registry) -> CommandSpec {
    CommandSpec(
      "doctor", summary: "Say whether this machine could run the procedures tonight; changes nothing",
      discussion: """
        Looks at this program, the state folder, clock and terminal, every program that a runbook uses, the keys that release gates, what \
        earlier runs have left, and the drills. Each point is ok, a problem, or unknown, with what was seen and what to do. It starts ssh -V, \
        and ssh-keygen where revoked keys are a KRL; --probe starts the read-only looks of all plans too.
        Ends with 0 when everything is ok, and with 5 when something is a problem or unknown.
        """,
      options: [
        OptionSpec(
          "probe", help: "Also look at the preconditions of all runbooks that need no parameter; read-only commands, side by side"),
        OptionSpec("except", valueName: "POINT", repeated: true, help: "A point, by its id in --json, that is known and does not count"),
        OptionSpec(
          "copy", valueName: "PLACE", help: "The second copy: a folder or exec:COMMAND; else $RUNBOOK_COPY, else the estate's",
          completion: .directory),
        drillLogFolder, estate(registry), json, state,
      ],
      examples: [
        .init("\(Program.name) doctor --probe", "before the night"),
        .init("\(Program.name) doctor --json --except clock-synchronised", "for monitoring, where the host keeps the clock"),
      ])
  }
}

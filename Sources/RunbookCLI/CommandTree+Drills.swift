import RunbookBase
import Runbooks

/// What tells of drills, and what their steps call (seed §4).
extension CommandTree {
  static let drillLogFolder = OptionSpec(
    "log", valueName: "DIR", help: "The drill log, for drills whose runs are not in the state folder any more", completion: .directory)

  static func drills(_ registry: Registry) -> CommandSpec {
    CommandSpec(
      "drills", summary: "Show the trend of the drills, and which are due",
      discussion: "A drill that did not report counts as failed.",
      options: [
        OptionSpec("due", help: "End with 1 when one is overdue, or the newest one did not pass"), drillLogFolder, estate(registry), json,
        state,
      ],
      examples: [.init("\(Program.name) drills --due", "for cron: says so when nobody has drilled")])
  }

  private static let folder = OptionSpec("folder", valueName: "DIR", help: "The drill's folder")

  static var scratch: CommandSpec {
    CommandSpec(
      "scratch", summary: "Look at and mark the throwaway places of drills (§4.2)",
      subcommands: [
        CommandSpec(
          "isolated", summary: "See that a drill's places are none of production's, wherever links lead",
          options: [
            folder, OptionSpec("port", valueName: "PORT", help: "The scratch server's port"),
            OptionSpec("bucket", valueName: "NAME", help: "The drill's bucket"),
            OptionSpec("not-folder", valueName: "DIR", repeated: true, help: "A folder of production's"),
            OptionSpec("not-port", valueName: "PORT", repeated: true, help: "A port of production's"),
            OptionSpec("website", valueName: "URL", help: "Where the scratch application answers"),
            OptionSpec("not-website", valueName: "URL", repeated: true, help: "A site of production's"),
            OptionSpec("not-bucket", valueName: "NAME", repeated: true, help: "A bucket of production's"),
          ]),
        CommandSpec("mark", summary: "Print the run that a drill's folder is marked with"),
        CommandSpec("tag", summary: "Mark a drill's bucket with its run", options: bucket),
        CommandSpec(
          "leftovers", summary: "Say what earlier drills left, and which run made it",
          options: [
            folder,
            OptionSpec(
              "owner", valueName: "WORD", repeated: true, help: "A word before the commands that look into the folder: sudo, -n, …"),
          ] + bucket),
      ])
  }

  static var measure: CommandSpec {
    CommandSpec(
      "measure", summary: "What a run knows of itself, for the checks of its steps (§4.3)",
      subcommands: [
        CommandSpec("elapsed", summary: "Print the seconds since the impact, or since the run began", options: [json]),
        CommandSpec(
          "backup-set", summary: "Print the newest backup set, read from what `pgbackrest --output=json info` prints",
          options: [
            OptionSpec("repository", valueName: "N", help: "Only sets of this repository"),
            OptionSpec("before", valueName: "TIME", help: "Only sets that ended before this moment"), json,
          ]),
        CommandSpec(
          "room", summary: "Print whether a backup set, read from what `pgbackrest --output=json info` prints, fits on a disk",
          options: [
            OptionSpec("directory", valueName: "DIR", required: true, help: "Where it is unpacked to"),
            OptionSpec("replacing", help: "What is there gives way; without it a tenth more must stay free"),
            OptionSpec("set", valueName: "LABEL", help: "The set; the newest when it is left out"),
          ]),
        CommandSpec(
          "archive",
          summary: "Print the newest log segment of the cluster as it is now, read from what `pgbackrest --output=json info` prints",
          options: [json]),
        CommandSpec(
          "backups",
          summary: "Print whether every repository holds a backup of the cluster as it is now, read from the same"),
        CommandSpec("manual-steps", summary: "Print how many steps needed a person so far, and how many the last time", options: [json]),
      ])
  }

  static var drillLog: CommandSpec {
    CommandSpec(
      "drill-log", summary: "Report a drill: into its log in git, and to the heartbeat monitor (§4.4)",
      subcommands: [
        CommandSpec(
          "add", summary: "Write and commit the entry of the run that calls; nothing is pushed",
          options: [OptionSpec("log", valueName: "DIR", help: "A folder of a git repository", completion: .directory), json]),
        CommandSpec(
          "heard", summary: "Print whether the check's address is filled in, or still the paper's placeholder; asks nobody",
          options: [OptionSpec("heartbeat", valueName: "URL", required: true, help: "The check's address")]),
        CommandSpec(
          "tell", summary: "Ping the heartbeat monitor; one that is not reached is told, and fails nothing",
          options: [
            OptionSpec("heartbeat", valueName: "URL", help: "The check's address, without a slash at the end"),
            OptionSpec("result", valueName: "RESULT", help: "What the drill came to", allowed: ["passed", "failed"]), json,
          ]),
      ])
  }
}

/// How `runbook approve` is typed.
extension CommandTree {
  static let approve = CommandSpec(
    "approve", summary: "Sign a yes or a no to a waiting gate, from any machine",
    discussion: "Shows everything that is signed. A yes is typed on a terminal; no option replaces that.",
    operands: [
      OperandSpec("RUN", help: "The run that waits, checked against the request", required: false),
      OperandSpec("GATE", help: "The gate, by number or id, checked against the request", required: false),
    ],
    options: [
      OptionSpec(
        "key", valueName: "FILE", help: "Your SSH key; the .pub file when an agent or a token holds the key",
        completion: .file),
      OptionSpec("as", valueName: "PRINCIPAL", help: "Who you are to the estate's keys; else as they list the key, else its comment"),
      OptionSpec("role", valueName: "ROLE", help: "In which role you answer; else the one that is asked for"),
      OptionSpec("decline", help: "Say no; needs --reason, works without a terminal"),
      OptionSpec("reason", valueName: "TEXT", help: "Why; the run's log keeps it"),
      OptionSpec(
        "request", valueName: "FILE",
        help: "The request that you were sent, or a folder of them; - reads it, chat quotes and all, from standard input",
        completion: .file),
      OptionSpec(
        "out", valueName: "FILE", help: "Where the signed answer goes: a file or a folder; - is standard output", completion: .file),
      OptionSpec(
        "hand-in", valueName: "FILE", help: "Put an answer that you were sent beside its request instead; - reads it", completion: .file),
      state,
    ],
    examples: [
      .init("\(Program.name) approve --request approve.request --key ~/.ssh/id_ed25519", "sign on your own machine, send the block back"),
      .init("\(Program.name) approve 7f3a91 4 --key ~/.ssh/id_ed25519 --decline --reason \"wrong tenant\"", "say no"),
    ])
}

/// How `runbook handover` is typed.
extension CommandTree {
  static let handover = CommandSpec(
    "handover", summary: "Hand a role of a run that goes on to another person",
    discussion:
      "The new person reads where things stand and types a word on this terminal. A waiting run takes it in at once; who handed the role over does not answer any more.",
    operands: [OperandSpec("RUN", help: "A run's id, its last six digits, or . for the newest")],
    options: [
      OptionSpec(
        "role", valueName: "ROLE", required: true, help: "Which role",
        allowed: ["ic", "operator", "comms", "scribe", "incident-commander", "restore-operator", "comms-lead"]),
      OptionSpec("to", valueName: "NAME", required: true, help: "Who takes it over; a name of the roster where the estate has one"),
      OptionSpec("from", valueName: "NAME", help: "Who hands it over; else who was handed it last"), state,
    ],
    examples: [
      .init("\(Program.name) handover . --role ic --to ada", "ada reads the brief, types the word, and answers the gates from then on")
    ])
}

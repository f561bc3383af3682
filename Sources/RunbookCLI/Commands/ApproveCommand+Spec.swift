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
        "key", valueName: "FILE", required: true, help: "Your SSH key; the .pub file when an agent or a token holds the key",
        completion: .file),
      OptionSpec("as", valueName: "PRINCIPAL", help: "Who you are to the estate's keys; else the comment of the public key"),
      OptionSpec("role", valueName: "ROLE", help: "In which role you answer; else the one that is asked for"),
      OptionSpec("decline", help: "Say no; needs --reason, works without a terminal"),
      OptionSpec("reason", valueName: "TEXT", help: "Why; the run's log keeps it"),
      OptionSpec(
        "request", valueName: "FILE", help: "The request that you were sent; - reads it, chat quotes and all, from standard input",
        completion: .file),
      OptionSpec("out", valueName: "FILE", help: "Where the signed answer goes; - is standard output", completion: .file), state,
    ],
    examples: [
      .init("runbook approve --request approve.request --key ~/.ssh/id_ed25519", "sign on your own machine, send the block back"),
      .init("runbook approve 7f3a91 4 --key ~/.ssh/id_ed25519 --decline --reason \"wrong tenant\"", "say no"),
    ])
}

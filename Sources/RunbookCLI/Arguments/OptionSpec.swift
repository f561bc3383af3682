package import RunbookBase

/// One `--option` of a command: how it is written and what help says about it.
package struct OptionSpec: Hashable, Sendable {
  /// Without the dashes, ASCII, in kebab case.
  package var name: String
  package var short: Character?
  /// What help calls the value, in capitals; nil makes the option a flag.
  package var valueName: String?
  /// True for `--resume [STEP]`: the value may be left out.
  package var optionalValue: Bool
  /// True when the option may be given several times with a value each.
  package var repeated: Bool
  /// Shown in the usage line, reported by `ParsedArguments.missing()`; never enforced by parsing, since a terminal can ask.
  package var required: Bool
  package var help: String
  /// The heading under which help lists it.
  package var group: String
  package var defaultText: String?
  /// The only values that are taken; empty takes any.
  package var allowed: [String]
  package var completion: CompletionHint
  /// How the program ends when a value is not among the allowed ones.
  package var refusal: ExitCode

  package init(
    _ name: String, short: Character? = nil, valueName: String? = nil, optionalValue: Bool = false, repeated: Bool = false,
    required: Bool = false, help: String, group: String = "Options", defaultText: String? = nil, allowed: [String] = [],
    completion: CompletionHint = .none, refusal: ExitCode = .usage
  ) {
    self.name = name
    self.short = short
    self.valueName = valueName
    self.optionalValue = optionalValue
    self.repeated = repeated
    self.required = required
    self.help = help
    self.group = group
    self.defaultText = defaultText
    self.allowed = allowed
    self.completion = completion
    self.refusal = refusal
  }

  /// `-h, --help`, which every command has.
  package static let help = OptionSpec("help", short: "h", help: "Show this help")

  var takesValue: Bool { valueName != nil }

  /// The option with its value as help and hints write it: `--tenant ID`, `--resume [STEP]`, `--json`.
  var written: String {
    guard let valueName else { return "--" + name }
    return optionalValue ? "--\(name) [\(valueName)]" : "--\(name) \(valueName)"
  }
}

/// What a shell can offer for a value.
package enum CompletionHint: Hashable, Sendable {
  case none, runbook, estate, file, directory
}

import Runbooks

/// A call of pgBackRest as its own words say it, behind whatever program starts it: `sudo -n /usr/bin/pgbackrest --type time restore`.
struct PgBackRestCall {
  private let words: ArraySlice<String>

  /// The call that a command makes; nil when it makes none.
  init?(_ command: PlannedCommand) {
    let argv = command.argv()
    guard let place = argv.firstIndex(where: { $0 == "pgbackrest" || $0.hasSuffix("/pgbackrest") }) else { return nil }
    words = argv[(place + 1)...]
  }

  /// Whether it restores; its options may stand on both sides of the word.
  var restores: Bool { words.contains("restore") }

  /// Whether an option is given: `--set=…`, `--set …`, `--delta`.
  func has(_ option: String) -> Bool { words.contains { $0 == option || $0.hasPrefix(option + "=") } }

  /// An option's value; nil when it is not given.
  func value(of option: String) -> String? {
    for place in words.indices {
      if words[place].hasPrefix(option + "=") { return String(words[place].dropFirst(option.count + 1)) }
      if words[place] == option, place + 1 < words.endIndex { return words[place + 1] }
    }
    return nil
  }
}

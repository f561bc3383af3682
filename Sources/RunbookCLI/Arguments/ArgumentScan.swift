import RunbookBase

/// One pass over the words of a command whose options are known; collects what was given and what is wrong.
struct ArgumentScan {
  let words: [String]
  let command: CommandSpec
  let table: OptionTable
  private let route: CommandRoute

  private(set) var occurrences: [ParsedArguments.Occurrence] = []
  /// Positions of the operands.
  private(set) var positional: [Int] = []
  private(set) var wantsHelp: Bool
  var mistakes: [ArgumentMistake] = []
  /// Operands that stand behind an unknown option and may be its value.
  private(set) var suspects: Set<Int> = []
  private var index = 0
  /// The flags that stand before an option in the same word: a correction must not lose them.
  private var bundled = ""

  init(_ words: [String], _ route: CommandRoute) {
    self.words = words
    self.command = route.command
    self.table = OptionTable(route.command)
    self.route = route
    self.wantsHelp = route.wantsHelp
  }

  mutating func run() {
    var afterOptions = false
    while index < words.count {
      let position = index
      index += 1
      if route.positions.contains(position) { continue }
      switch afterOptions ? .operand : ArgumentToken(words[position]) {
      case .operand: positional.append(position)
      case .endOfOptions: afterOptions = true
      case .long(let name, let value): takeNamed(name, value, at: position)
      case .short(let body): takeLetters(body, at: position)
      case .misdashed(let name, let value, let dash): takeMisdashed(name, value, dash, at: position)
      }
    }
    checkOperands()
  }

  private mutating func takeNamed(_ name: String, _ value: String?, at position: Int) {
    if let option = table.named(name) { return take(option, value, at: position) }
    unknown(word: "--" + name, near: table.near(name), value, at: position)
  }

  private mutating func takeLetters(_ body: String, at position: Int) {
    let (name, value) = ArgumentToken.split(body)
    if name.utf8.count > 1, let option = table.named(name) {
      mistakes.append(
        ArgumentMistake(
          position: position, text: "-\(name) needs two dashes", suggestions: ["--" + name],
          edits: [position: [Self.written(option, value)]]))
      return take(option, value, at: position)
    }
    var rest = Substring(body)
    defer { bundled = "" }
    while let letter = rest.popFirst() {
      guard let option = table.short(letter) else {
        let isWord = body.count > 2 && bundled.isEmpty
        let near = isWord ? table.near(name) : []
        return unknown(word: isWord ? "-" + name : "-\(letter)", near: near, value, at: position)
      }
      if option.takesValue && !rest.isEmpty {
        let attached = rest.utf8.first == UInt8(ascii: "=") ? Substring(rest.utf8.dropFirst()) : rest
        return take(option, String(attached), at: position)
      }
      if rest.utf8.first == UInt8(ascii: "=") { return take(option, String(Substring(rest.utf8.dropFirst())), at: position) }
      take(option, nil, at: position)
      bundled.append(letter)
    }
  }

  private mutating func takeMisdashed(_ name: String, _ value: String?, _ dash: Unicode.Scalar, at position: Int) {
    guard let option = table.meant(name) else { return positional.append(position) }
    let code = "U+" + String(dash.value, radix: 16, uppercase: true)
    let text = "\(Visible.quoted(words[position])) starts with a typographic dash (\(code)), which documents make of two dashes"
    mistakes.append(
      ArgumentMistake(
        position: position, text: text, suggestions: ["--" + option.name], edits: [position: [Self.written(option, value)]]))
    take(option, value, at: position)
  }

  private mutating func unknown(word: String, near: [OptionSpec], _ value: String?, at position: Int) {
    var mistake = ArgumentMistake(position: position, text: "unknown option \(Visible.text(word)) for \(command.name)")
    mistake.notes = Self.note(onLettersOf: word)
    mistake.suggestions = near.map { "--" + $0.name }
    if near.count == 1, let option = near.first {
      mistake.edits = [position: [Self.written(option, value)]]
      mistakes.append(mistake)
      // Going on as if it had been typed right keeps its value from being taken for an operand.
      return option.name == OptionSpec.help.name ? () : take(option, value, at: position)
    }
    mistakes.append(mistake)
    if value == nil, index < words.count, !ArgumentToken.startsLikeOption(words[index]) { suspects.insert(index) }
  }

  private mutating func take(_ option: OptionSpec, _ attached: String?, at position: Int) {
    guard option.takesValue else {
      if let attached {
        let text = "--\(option.name) takes no value, but was given \(Visible.quoted(attached))"
        mistakes.append(ArgumentMistake(position: position, text: text, edits: replacing(position, with: ["--" + option.name])))
      }
      if option.name == OptionSpec.help.name { wantsHelp = true }
      return occurrences.append(.init(option: option.name, value: nil, position: position))
    }
    if let attached { return record(option, attached, at: position, valueAt: nil) }
    if index < words.count, !route.positions.contains(index), !ArgumentToken.startsLikeOption(words[index]) {
      index += 1
      return record(option, words[index - 1], at: position, valueAt: index - 1)
    }
    if option.optionalValue {
      checkRepetition(of: option, nil, at: position, valueAt: nil)
      return occurrences.append(.init(option: option.name, value: nil, position: position))
    }
    missingValue(of: option, at: position)
  }

  private mutating func missingValue(of option: OptionSpec, at position: Int) {
    if !option.repeated, occurrences.contains(where: { $0.option == option.name }) {
      checkRepetition(of: option, nil, at: position, valueAt: nil)
      return
    }
    let value = option.valueName ?? "VALUE"
    var mistake = ArgumentMistake(
      position: position, text: "--\(option.name) needs a value (\(value))", edits: replacing(position, with: ["--" + option.name, value]))
    if option.allowed.isEmpty, index < words.count, !route.positions.contains(index), !words[index].hasSameBytes(as: "--") {
      let next = words[index]
      let joined = "--\(option.name)=" + next
      mistake.notes = ["if \(Visible.quoted(next)) is the value, write: \(ShellWord.quoted(joined))"]
      if !isKnown(next) {
        // A plain word behind it may belong to it: then only the person can know.
        let isClear = index + 1 >= words.count || route.positions.contains(index + 1) || ArgumentToken.startsLikeOption(words[index + 1])
        mistake.edits = isClear ? replacing(position, with: [ShellWord.quoted(joined)], dropping: index) : nil
        index += 1
      }
    }
    mistakes.append(mistake)
    occurrences.append(.init(option: option.name, value: nil, position: position))
  }

  private func isKnown(_ word: String) -> Bool {
    switch ArgumentToken(word) {
    case .long(let name, _), .misdashed(let name, _, _): route.everyOption.meant(name) != nil
    case .short(let body): body.first.map { route.everyOption.short($0) != nil } ?? false
    case .operand, .endOfOptions: false
    }
  }

  private mutating func record(_ option: OptionSpec, _ value: String, at position: Int, valueAt: Int?) {
    let isRepeated = checkRepetition(of: option, value, at: position, valueAt: valueAt)
    occurrences.append(.init(option: option.name, value: value, position: position, valuePosition: valueAt))
    guard !isRepeated, !option.allowed.isEmpty, !option.allowed.contains(where: { $0.hasSameBytes(as: value) }) else { return }
    let near = Suggestion.all(near: value, among: option.allowed)
    var mistake = ArgumentMistake(
      position: position, text: "--\(option.name) takes \(Self.list(option.allowed)), not \(Visible.quoted(value))", suggestions: near,
      code: option.refusal)
    if near.count == 1, let meant = near.first {
      mistake.edits = replacing(position, with: [ShellWord.quoted("--\(option.name)=\(meant)")], dropping: valueAt)
    }
    mistakes.append(mistake)
  }

  @discardableResult
  private mutating func checkRepetition(of option: OptionSpec, _ value: String?, at position: Int, valueAt: Int?) -> Bool {
    guard !option.repeated, let earlier = occurrences.first(where: { $0.option == option.name }) else { return false }
    func shown(_ value: String?) -> String { value.map { Visible.quoted($0) } ?? "no value" }
    var mistake = ArgumentMistake(position: position, text: "--\(option.name) is given twice: \(shown(earlier.value)) and \(shown(value))")
    let isSame = earlier.value.map { first in value.map { first.hasSameBytes(as: $0) } ?? false } ?? (value == nil)
    if isSame {
      mistake.edits = replacing(position, with: [], dropping: valueAt)
    } else {
      mistake.notes = ["keep one of them"]
    }
    mistakes.append(mistake)
    return true
  }

  private func replacing(_ position: Int, with texts: [String], dropping value: Int? = nil) -> [Int: [String]] {
    var edits = [position: (bundled.isEmpty ? [] : ["-" + bundled]) + texts]
    if let value { edits[value] = [] }
    return edits
  }

  private static func written(_ option: OptionSpec, _ value: String?) -> String {
    ShellWord.quoted("--" + option.name + (value.map { "=" + $0 } ?? ""))
  }

  static func list(_ values: [String]) -> String {
    let others = values.dropLast().joined(separator: ", ")
    return others.isEmpty ? values.last ?? "" : others + " or " + (values.last ?? "")
  }

  /// Names the letters that only look like ASCII; nobody can see them in the message itself.
  static func note(onLettersOf word: String) -> [String] {
    let odd = word.unicodeScalars.filter { !$0.isASCII }.prefix(3)
    return odd.map { "\(Visible.quoted(String($0))) in it is U+\(String($0.value, radix: 16, uppercase: true)), not an ASCII character" }
  }
}

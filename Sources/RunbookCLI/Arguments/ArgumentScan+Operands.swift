import RunbookBase

extension ArgumentScan {
  /// Too many, too few, or not among the allowed ones.
  mutating func checkOperands() {
    let specs = command.operands
    let certain = positional.filter { !suspects.contains($0) }
    let isOpen = specs.last?.repeated ?? false
    if !isOpen, certain.count > specs.count { tooMany(Array(certain.dropFirst(specs.count))) }
    let least = specs.filter(\.required).count
    if positional.count < least { tooFew(Array(specs.filter(\.required).dropFirst(positional.count))) }
    for (place, position) in certain.enumerated() {
      guard let spec = place < specs.count ? specs[place] : isOpen ? specs.last : nil else { break }
      checkAllowed(spec, at: position)
    }
  }

  private mutating func checkAllowed(_ spec: OperandSpec, at position: Int) {
    let value = words[position]
    guard !spec.allowed.isEmpty, !spec.allowed.contains(where: { $0.hasSameBytes(as: value) }) else { return }
    let near = Suggestion.all(near: value, among: spec.allowed)
    mistakes.append(
      ArgumentMistake(
        position: position, text: "\(spec.name) is \(Self.list(spec.allowed)), not \(Visible.quoted(value))",
        suggestions: near, edits: near.count == 1 ? [position: near] : nil))
  }

  private mutating func tooMany(_ extra: [Int]) {
    guard let first = extra.first else { return }
    let shown = extra.prefix(5).map { Visible.quoted(words[$0]) }.joined(separator: " ") + (extra.count > 5 ? " …" : "")
    let takes = command.operands.isEmpty ? "no operand" : command.operands.map(\.written).joined(separator: " ")
    var mistake = ArgumentMistake(position: first, text: "\(command.name) takes \(takes); \(shown) is too much")
    // A sentence without quotation marks: --reason disk is full.
    let isUnbroken = zip(extra, extra.dropFirst()).allSatisfy { $1 == $0 + 1 }
    if isUnbroken, let owner = occurrences.last(where: { $0.valuePosition == first - 1 }), let value = owner.value {
      let sentence = ([value] + extra.map { words[$0] }).joined(separator: " ")
      mistake.notes = ["if it belongs to --\(owner.option), put the whole value in quotation marks"]
      mistake.edits = [first - 1: [ShellWord.quoted(sentence)]]
      for position in extra { mistake.edits?[position] = [] }
    }
    mistakes.append(mistake)
  }

  private mutating func tooFew(_ missing: [OperandSpec]) {
    let names = missing.map(\.name).joined(separator: " and ")
    let text = "\(command.name) needs \(names)" + (missing.count == 1 ? ": " + (missing.first?.help ?? "") : "")
    var mistake = ArgumentMistake(position: words.count, text: text)
    if let taken = occurrences.last(where: { $0.valuePosition != nil && table.named($0.option)?.optionalValue == true }),
      let valueAt = taken.valuePosition, let value = taken.value, missing.count == 1
    {
      mistake.notes = ["--\(taken.option) took \(Visible.quoted(value)) as its \(table.named(taken.option)?.valueName ?? "value")"]
      mistake.edits = [taken.position: [ShellWord.quoted(value), "--" + taken.option], valueAt: []]
    } else {
      mistake.edits = [words.count: missing.map(\.name)]
    }
    mistakes.append(mistake)
  }
}

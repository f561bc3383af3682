/// Writes what `--help` shows.
package enum HelpText {
  /// The help of one command: usage, summary, discussion, operands, subcommands, options in groups, examples.
  /// - Parameters:
  ///   - spec: The command, named in full (`CommandSpec.resolved`, `ParsedArguments.command`).
  ///   - width: Columns of the terminal; prose stays within 100 however wide it is, commands are never broken.
  ///   - style: Colours.
  /// - Returns: Text without a final newline.
  package static func render(_ spec: CommandSpec, width: Int = 80, style: Style = .plain) -> String {
    let page = Page(width: min(max(width, 20), 100), style: style)
    var sections = [page.usage(spec) + "\n\n" + Wrap.text(spec.summary, width: page.width)]
    if !spec.discussion.isEmpty { sections.append(Wrap.text(spec.discussion, width: page.width)) }
    let operands = page.list(spec.operands.map { ($0.name, page.help(of: $0)) })
    if !operands.isEmpty { sections.append(page.section("Operands", operands)) }
    let commands = page.list(spec.subcommands.map { ($0.name, $0.summary) })
    if !commands.isEmpty { sections.append(page.section(Page.capitalized(spec.subcommandNoun) + "s", commands)) }
    sections += page.options(spec)
    if !spec.examples.isEmpty { sections.append(page.section("Examples", page.examples(spec.examples))) }
    return sections.joined(separator: "\n\n")
  }

  /// The usage line alone, on one line, for messages.
  package static func usage(_ spec: CommandSpec) -> String {
    ([spec.name] + usageParts(spec)).joined(separator: " ")
  }

  fileprivate static func usageParts(_ spec: CommandSpec) -> [String] {
    var parts = spec.subcommands.isEmpty || !spec.operands.isEmpty ? [] : [spec.subcommandNoun.uppercased()]
    parts += spec.operands.map(\.written)
    parts += spec.options.filter(\.required).map(\.written)
    return parts + ["[options]"]
  }
}

/// The layout of one help text.
private struct Page {
  let width: Int
  let style: Style

  func usage(_ spec: CommandSpec) -> String {
    // A part like `--tenant ID` stays together; no-break spaces would reach the clipboard, so lines are filled by hand.
    let head = "Usage: " + spec.name
    var lines = [head]
    for part in HelpText.usageParts(spec) {
      let line = lines[lines.count - 1] + " " + part
      if DisplayText.width(line) <= width {
        lines[lines.count - 1] = line
      } else {
        lines.append("         " + part)
      }
    }
    lines[0] = style(.heading, "Usage:") + lines[0].dropFirst("Usage:".count)
    return lines.joined(separator: "\n")
  }

  func section(_ title: String, _ lines: [String]) -> String {
    ([style(.heading, title)] + lines).joined(separator: "\n")
  }

  func options(_ spec: CommandSpec) -> [String] {
    var groups: [String] = []
    var last = OptionSpec.help
    if let group = spec.options.last?.group, !spec.options.contains(where: { $0.group == last.group }) { last.group = group }
    let options = spec.options + [last]
    for option in options where !groups.contains(option.group) { groups.append(option.group) }
    let labels = options.map(label)
    let column = column(for: labels)
    return groups.map { group in
      let rows = zip(options, labels).filter { $0.0.group == group }.map { ($0.1, help(of: $0.0)) }
      return section(group, list(rows, column: column))
    }
  }

  func examples(_ examples: [CommandSpec.Example]) -> [String] {
    var lines: [String] = []
    for example in examples {
      if !lines.isEmpty { lines.append("") }
      lines += Wrap.lines(example.explanation, width: width, indent: 2)
      lines.append("    " + style(.emphasis, example.command))
    }
    return lines
  }

  func list(_ rows: [(label: String, help: String)], column: Int? = nil) -> [String] {
    let column = column ?? self.column(for: rows.map(\.label))
    return rows.flatMap { row -> [String] in
      let label = "  " + style(.emphasis, row.label)
      if isStacked || DisplayText.width(row.label) + 2 > column - 2 {
        return [label] + Wrap.lines(row.help, width: width, indent: isStacked ? 10 : column)
      }
      let help = Wrap.lines(row.help, width: width, indent: column)
      let first = DisplayText.padded(label, to: column) + String((help.first ?? "").dropFirst(column))
      return [first] + help.dropFirst()
    }
  }

  func help(of operand: OperandSpec) -> String {
    operand.help + Self.remarks(operand.allowed.isEmpty ? [] : ["one of " + operand.allowed.joined(separator: ", ")])
  }

  static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private func help(of option: OptionSpec) -> String {
    var remarks = option.required ? ["required"] : []
    if !option.allowed.isEmpty { remarks.append("one of " + option.allowed.joined(separator: ", ")) }
    if let text = option.defaultText { remarks.append("default: " + text) }
    if option.repeated { remarks.append("may be repeated") }
    return option.help + Self.remarks(remarks)
  }

  private static func remarks(_ remarks: [String]) -> String {
    remarks.isEmpty ? "" : " (" + remarks.joined(separator: "; ") + ")"
  }

  private func label(_ option: OptionSpec) -> String {
    (option.short.map { "-\($0), " } ?? "    ") + option.written
  }

  /// Under 56 columns there is no room for two columns of words.
  private var isStacked: Bool { width < 56 }

  /// Where the help texts start: after the longest label, but leaving them at least half of the width.
  private func column(for labels: [String]) -> Int {
    min((labels.map { DisplayText.width($0) }.max() ?? 0) + 4, max(width / 2 - 8, 16))
  }
}

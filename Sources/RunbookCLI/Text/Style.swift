/// Whether and how text is coloured: a value, so that every view is a pure function of it.
package struct Style: Hashable, Sendable {
  /// What a piece of text is, not how it looks.
  package enum Role: Hashable, Sendable, CaseIterable {
    case heading, ok, warning, danger, dim, emphasis
  }

  /// True when SGR sequences are written.
  package let isColored: Bool

  /// No sequences at all: pipes, files, dumb terminals.
  package static let plain = Style(isColored: false)
  /// SGR sequences for every role.
  package static let colored = Style(isColored: true)

  /// Decides from the environment; a wish (`NO_COLOR`, then `CLICOLOR_FORCE`) outranks what the terminal can do.
  /// - Parameters:
  ///   - isTTY: Whether the stream that will be written is a terminal.
  ///   - environment: The process environment. `NO_COLOR` counts when it is not empty (no-color.org).
  package static func detect(isTTY: Bool, environment: [String: String]) -> Style {
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if given("NO_COLOR") != nil { return .plain }
    if let force = given("CLICOLOR_FORCE"), force != "0" { return .colored }
    guard isTTY, given("CLICOLOR") != "0" else { return .plain }
    guard let terminal = given("TERM"), terminal != "dumb" else { return .plain }
    return .colored
  }

  /// The text in a role, unchanged without colour or when empty; roles do not nest.
  package func callAsFunction(_ role: Role, _ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(role.code)m\(text)\u{1B}[0m" : text
  }
}

extension Style.Role {
  /// The SGR parameters; only the sixteen basic colours, which every theme keeps legible.
  fileprivate var code: String {
    switch self {
    case .heading: "1"
    case .ok: "32"
    case .warning: "33"
    case .danger: "1;31"
    case .dim: "2"
    case .emphasis: "36"
    }
  }
}

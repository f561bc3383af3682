/// One word that a command takes by its place.
package struct OperandSpec: Hashable, Sendable {
  /// In capitals, as help shows it: `RUN`.
  package var name: String
  package var help: String
  package var required: Bool
  /// True for the last operand when it takes all further words.
  package var repeated: Bool
  package var allowed: [String]
  package var completion: CompletionHint

  package init(
    _ name: String, help: String, required: Bool = true, repeated: Bool = false, allowed: [String] = [],
    completion: CompletionHint = .none
  ) {
    self.name = name
    self.help = help
    self.required = required
    self.repeated = repeated
    self.allowed = allowed
    self.completion = completion
  }

  /// `RUN`, `[RUN]`, `RUN…`: as the usage line writes it.
  var written: String {
    let name = name + (repeated ? "…" : "")
    return required ? name : "[\(name)]"
  }
}

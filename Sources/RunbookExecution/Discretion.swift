package import RunbookBase
package import RunbookJournal
package import RunbookPlanning

/// Keeps a run's secrets out of what people say and programs observe: the name stands in the place of the value.
package struct Discretion {
  private let secrets: [String: String]
  private let redaction: Redaction
  private let tell: (String) -> Void

  /// - Parameters:
  ///   - secrets: the values by their names; nil comes back where there are none.
  ///   - tell: told when a person gave one away.
  package init?(_ secrets: [String: String], tell: @escaping (String) -> Void = { _ in }) {
    guard !secrets.isEmpty else { return nil }
    (self.secrets, redaction, self.tell) = (secrets, Redaction(secrets), tell)
  }

  /// The text without secrets.
  package func text(_ text: String) -> String {
    let safe = Self.redacted(text, redaction)
    return safe.utf8.elementsEqual(text.utf8) ? text : safe
  }

  /// Names of the secrets that a text holds.
  package func names(in text: String) -> [String] {
    guard !self.text(text).utf8.elementsEqual(text.utf8) else { return [] }
    return secrets.keys.sorted().filter { name in
      !Self.redacted(text, Redaction(secrets.filter { $0.key == name })).utf8.elementsEqual(text.utf8)
    }
  }

  /// The event as the log may keep it; whoever gave a secret away is told so.
  package func event(_ event: Event) -> Event {
    var names: Set<String> = []
    let safe = event.reworded { text in
      names.formUnion(self.names(in: text))
      return self.text(text)
    }
    if event.person != nil { warn(names.sorted()) }
    return safe
  }

  /// What a person typed, as it may be kept; they are told of a secret in it.
  package func typed(_ text: String) -> String {
    warn(names(in: text))
    return self.text(text)
  }

  /// A parameter is in the log, in arguments and on screens: none may hold a secret.
  package func refuseParameters(of plan: Plan) throws(Problem) {
    for parameter in plan.parameters {
      guard let name = names(in: parameter.value ?? "").first else { continue }
      throw Problem(
        .parameterRejected, "--\(parameter.name) holds the value of the secret \(name), and parameters are written down",
        hint: "nothing was started; leave it out of --\(parameter.name): commands that need \(name) are given it unseen")
    }
  }

  private func warn(_ names: [String]) {
    for name in names {
      tell("what was typed held the secret \(name): it is not kept, its name stands there instead; it was on a screen, so change it")
    }
  }

  private static func redacted(_ text: String, _ redaction: Redaction) -> String {
    var redaction = redaction
    let bytes = redaction.redact(Array(text.utf8)) + redaction.finish()
    return String(decoding: bytes, as: UTF8.self)
  }
}

import RunbookBase

/// Switches the tables' own triggers off inside the transaction, and back to exactly what they were.
///
/// Each trigger is switched by its name: `DISABLE TRIGGER USER` and back would turn on what was off before. Triggers of foreign
/// keys and constraint triggers stay on.
struct TriggerSwitch {
  let bench: Workbench
  let triggers: [Trigger]

  private var firing: [Trigger] { Set(triggers).filter(\.isFiring).sorted { $0.place < $1.place } }

  func disable() throws(Problem) {
    guard !firing.isEmpty else { return }
    bench.configuration.log("switching off \(firing.count) triggers inside the transaction")
    for trigger in firing { try bench.target.run("ALTER TABLE ONLY \(trigger.relation) DISABLE TRIGGER \(trigger.name);") }
  }

  func restore() throws(Problem) {
    for trigger in firing {
      let verb: SQL = trigger.mode == .always ? "ENABLE ALWAYS" : "ENABLE"
      try bench.target.run("ALTER TABLE ONLY \(trigger.relation) \(verb) TRIGGER \(trigger.name);")
    }
  }
}

extension Trigger {
  /// Whether an ordinary session sets it off.
  var isFiring: Bool { mode == .origin || mode == .always }

  fileprivate var place: Name { Name(relation.text + " " + name.text) }
}

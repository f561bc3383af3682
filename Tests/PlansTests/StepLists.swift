import RunbookPlanning
import RunbookSystem
import Testing

/// The reviewed step lists of all runbooks on production, one file each in `StepLists`: number, id, kind, effect, and how far a dry run of it
/// can be trusted.
///
/// `RECORD_TRANSCRIPTS=1 swift test --filter PlansTests` writes them anew; the difference is reviewed like any other change.
enum StepLists {
  static func expect(_ plan: Plan, sourceLocation: SourceLocation = #_sourceLocation) {
    let path = (Files.directory(of: #filePath) ?? ".") + "/StepLists/\(plan.runbook).txt"
    let actual = lines(plan.steps, in: plan)
    if Host.environment("RECORD_TRANSCRIPTS") != nil {
      do { try Files.writeDurably(Array((actual.joined(separator: "\n") + "\n").utf8), to: path, mode: 0o644) } catch {
        Issue.record("cannot write \(path): \(error)", sourceLocation: sourceLocation)
      }
      return
    }
    let expected = ((try? Files.readText(path)) ?? "").split(separator: "\n").map(String.init)
    let changes = actual.difference(from: expected).map {
      switch $0 {
      case .insert(_, let line, _): "+ " + line
      case .remove(_, let line, _): "- " + line
      }
    }
    #expect(
      changes.isEmpty, "\(plan.runbook) differs from its reviewed steps\n\(changes.joined(separator: "\n"))", sourceLocation: sourceLocation
    )
  }

  private static func lines(_ steps: [PlannedStep], in plan: Plan) -> [String] {
    steps.flatMap { step -> [String] in
      let line = "\(step.number) \(step.id) \(step.kindWord) \(step.effect.word) [\(plan.fidelity(of: step).words)]"
      guard case .decision(let arms, _) = step.kind else { return [line] + lines(step.children, in: plan) }
      return [line] + arms.flatMap { ["- \($0.answer)\($0.ends ? " (ends the run)" : "")"] + lines($0.steps, in: plan) }
    }
  }
}

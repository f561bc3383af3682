/// Steps that run side by side are commands and checks alone: nobody answers two questions at once.
enum SideBySideIsSimple {
  static func findings(_ step: PlannedStep) -> [Finding] {
    guard case .concurrently(let children) = step.kind else { return [] }
    return children.compactMap { child -> Finding? in
      switch child.kind {
      case .run, .check: return nil
      case .gate, .manual, .decision, .group, .concurrently, .settle:
        return Finding(
          "side-by-side", "step \(child.number) is a \(child.kindWord) among steps that run side by side",
          hint: "put it before or after Concurrently", at: child.location)
      }
    }
  }
}

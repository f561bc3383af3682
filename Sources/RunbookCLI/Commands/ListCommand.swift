import RunbookBase
import Runbooks

/// `runbook list`: the runbooks with section and objectives.
enum ListCommand {
  static func run(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    if arguments.flag("json") {
      context.put(json(context.registry).pretty)
      return .success
    }
    var table = Table([.init("runbook", isKept: true), .init("section"), .init("RTO"), .init("what it is for")])
    for entry in context.registry.runbooks {
      table.add([entry.name, entry.section, DurationText.short(entry.objectives.rto), entry.title])
    }
    var estates = Table([.init("estate", isKept: true), .init("what it is")])
    for estate in context.registry.estates { estates.add([estate.name, estate.summary]) }
    context.put(table.render(width: context.width, style: context.style))
    context.put("\n" + estates.render(width: context.width, style: context.style))
    return .success
  }

  private static func json(_ registry: Registry) -> JSON {
    [
      "runbooks": .array(
        registry.runbooks.map {
          [
            "name": .string($0.name), "section": .string($0.section), "title": .string($0.title),
            "rtoSeconds": JSON($0.objectives.rto.wholeSeconds), "rpoSeconds": JSON($0.objectives.rpo.wholeSeconds),
          ]
        }),
      "estates": .array(registry.estates.map { ["name": .string($0.name), "summary": .string($0.summary)] }),
    ]
  }
}

import RunbookBase
import RunbookExecution
import RunbookPlanning
import RunbookSystem
import Runbooks

/// What `doctor` looks at: the machine as one estate's runbooks will find it.
struct DoctorScene {
  let arguments: ParsedArguments
  let context: Context
  let statePath: String
  let estateName: String
  /// The estate, or why its description cannot be read.
  let estate: Result<any Estate, Problem>
  /// Every runbook of the estate, with holes where parameters will be.
  let plans: [Plan]
  /// What could not be planned.
  let unplanned: [(name: String, problem: Problem)]

  /// - Throws: code 2 for an estate that nobody knows.
  init(_ arguments: ParsedArguments, _ context: Context) throws(Problem) {
    self.arguments = arguments
    self.context = context
    statePath = context.statePath(arguments)
    let name = arguments.value("estate") ?? context.environment["RUNBOOK_ESTATE"] ?? context.registry.estates.first?.name ?? ""
    estateName = name
    let estate: any Estate
    do throws(Problem) { estate = try context.estate(arguments.value("estate")) } catch {
      // An estate whose file is not there is a finding; a name that nobody knows is a slip of the fingers.
      guard context.registry.estates.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { throw error }
      (self.estate, plans, unplanned) = (.failure(error), [], [])
      return
    }
    self.estate = .success(estate)
    var plans: [Plan] = []
    var unplanned: [(name: String, problem: Problem)] = []
    for entry in context.registry.runbooks {
      guard let runbook = entry.describe(estate) else { continue }
      do throws(Problem) { plans.append(try Planner.plan(runbook, on: estate, values: [:], now: context.now)) } catch {
        unplanned.append((entry.name, error))
      }
    }
    (self.plans, self.unplanned) = (plans, unplanned)
  }

  var signOff: SignOff? { (try? estate.get())?.signOff }

  /// What every command of the estate sees.
  var environment: [String: String] {
    BaseEnvironment.make((try? estate.get())?.environment ?? [:], operatorsShell: context.environment)
  }

  /// The state folder as it has to be typed again; nothing when it was not typed.
  var stateWords: String { arguments.value("state") == nil ? "" : " --state \(ShellWord.quoted(statePath))" }

  /// All points, in the order in which they are shown.
  func points() -> [DoctorPoint] {
    program + state + recordCopy + clock + terminal + plansAndPrograms + ssh + hosts + signing + runs + drills
      + (arguments.flag("probe") ? looks : [])
  }
}

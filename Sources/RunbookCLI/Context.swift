import RunbookBase
import RunbookPlanning
import RunbookSystem
import Runbooks

/// What a command sees of the outside: streams, environment, clock and registry.
struct Context {
  let registry: Registry
  let words: [String]
  let environment: [String: String]
  let style: Style
  let errorStyle: Style
  /// Columns of the terminal; nil when standard output is none.
  let width: Int?
  /// The runbooks that the line names, for the first estate that is compiled in; to describe one costs, and the flags need it, too.
  let described: [String: RunbookDescription]
  /// Plans that were made, kept until the process ends.
  let plans = Kept<Plan>()

  init(registry: Registry, words: [String], environment: [String: String]) {
    self.registry = registry
    self.words = words
    self.environment = environment
    style = Style.detect(isTTY: Terminal.isTTY(.standardOutput), environment: environment)
    errorStyle = Style.detect(isTTY: Terminal.isTTY(.standardError), environment: environment)
    width = Wrap.width(
      isTTY: Terminal.isTTY(.standardOutput), columns: Terminal.size()?.columns, environment: environment)
    described = registry.described { name in words.contains { $0.hasSameBytes(as: name) } }
  }

  /// Columns of the terminal for talk; nil when standard error is none.
  var talkWidth: Int? {
    Wrap.width(isTTY: Terminal.isTTY(.standardError), columns: Terminal.size(.standardError)?.columns, environment: environment)
  }

  /// Nanoseconds since 1970, UTC.
  var now: Int64 { Clock.wall() }

  /// Data: one text on standard output.
  func put(_ text: String) {
    try? FileDescriptor.standardOutput.writeAll(text.utf8.last == 0x0A ? text : text + "\n")
  }

  /// Data: one JSON value, in one line where a program reads it.
  func put(_ json: JSON) {
    put(width == nil ? json.description : json.pretty)
  }

  /// Talk: lines on standard error.
  func tell(_ lines: [String]) {
    try? FileDescriptor.standardError.writeAll(lines.map { $0 + "\n" }.joined())
  }

  /// The folder of the runs, absolute: `--state`, else `RUNBOOK_STATE`, else the XDG state home.
  ///
  /// A supervisor and whoever goes on from another folder must find the same one.
  func statePath(_ arguments: ParsedArguments) -> String {
    // An empty --state is a shell variable that was never set: it is refused where the folder is opened, and is no other folder.
    if let path = arguments.value("state") ?? environment["RUNBOOK_STATE"].flatMap({ $0.isEmpty ? nil : $0 }) {
      if path.isEmpty { return path }
      guard path.utf8.first != 0x2F, let here = try? Host.workingDirectory() else { return path }
      return (here == "/" ? "" : here) + "/" + path
    }
    if let home = environment["XDG_STATE_HOME"], home.hasPrefix("/") { return home + "/runbook" }
    return (environment["HOME"] ?? "/") + "/.local/state/runbook"
  }

  /// The registry's entry of a runbook that the argument parser has found.
  func entry(_ name: String) throws(Problem) -> Registry.Entry {
    guard let entry = registry.runbooks.first(where: { $0.name == name }) else {
      throw Problem(.usage, "there is no runbook “\(name)”", hint: "type: \(Program.name) list")
    }
    return entry
  }

  /// A runbook that the argument parser has found, for an estate.
  func runbook(_ name: String, on estate: any Estate) throws(Problem) -> RunbookDescription {
    if registry.compiledIn?.name == estate.name, let known = described[name] { return known }
    guard let runbook = try entry(name).describe(estate) else {
      throw Problem(.usage, "“\(name)” is not made for the estate “\(estate.name)”", hint: "type: \(Program.name) list")
    }
    return runbook
  }

  /// The estate of `--estate`, or the default one.
  func estate(_ name: String?) throws(Problem) -> any Estate {
    let name = name ?? environment["RUNBOOK_ESTATE"]
    guard let name else { return try make(registry.estates[0]) }
    guard let source = registry.estates.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      let close = Suggestion.closest(to: name, among: registry.estates.map(\.name))
      throw Problem(
        .usage, "there is no estate “\(TerminalText.escapedLine(name))”",
        details: ["estates: " + registry.estates.map(\.name).joined(separator: ", ")],
        hint: close.map { "did you mean --estate \($0)?" } ?? "type: \(Program.name) list")
    }
    return try make(source)
  }

  private func make(_ source: Registry.EstateSource) throws(Problem) -> any Estate {
    guard let file = source.file else { return try source.make(.null) }
    let folder = environment[file.variable] ?? file.fallback
    let path = folder + "/" + file.name
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.read(path, limit: 1 << 20)
    } catch {
      throw Problem(
        .usage, "the estate “\(source.name)” is described by \(path), which cannot be read: \(error.errno)",
        hint: "start it, or say where it is: \(file.variable)=FOLDER")
    }
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(bytes) } catch {
      throw Problem(.usage, "\(path): \(error)", hint: "make the file anew by starting the estate again")
    }
    return try source.make(json)
  }
}

/// A place for values that live as long as their holder.
final class Kept<Value> {
  private var values: [Value] = []

  /// The value, which is kept from now on.
  func keeping(_ value: Value) -> Value {
    values.append(value)
    return value
  }
}

extension Registry {
  /// The first estate that needs no file.
  var compiledIn: EstateSource? { estates.first { $0.file == nil } }

  /// The runbooks with wanted names, described for the estate that is compiled in.
  func described(where isWanted: (String) -> Bool) -> [String: RunbookDescription] {
    guard let estate = try? compiledIn?.make(.null) else { return [:] }
    var described: [String: RunbookDescription] = [:]
    for entry in runbooks where isWanted(entry.name) { described[entry.name] = entry.describe(estate) }
    return described
  }
}

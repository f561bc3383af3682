import RunbookBase
import RunbookJournal
import RunbookSystem

/// `runbook scratch …`: what a drill asks and says of its own throwaway places.
enum ScratchCommand {
  /// The tag of a drill's bucket; the file of a drill's folder holds the same id.
  static let tag = "runbook-drill"

  static func run(_ verb: String, _ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    switch verb {
    case "isolated": try isolated(arguments, context)
    case "mark": try mark(arguments, context)
    case "tag": try tagBucket(arguments, context)
    default: try leftovers(arguments, context)
    }
  }

  /// Refuses places that are production's.
  static func isolated(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try Tools.required("folder", arguments)
    var ports: [Int] = []
    for text in arguments.values("not-port") { ports.append(try port(text)) }
    var isolation = Isolation(
      folder: folder, port: try port(Tools.required("port", arguments)), bucket: try Tools.required("bucket", arguments),
      productionFolders: arguments.values("not-folder"), productionPorts: ports, productionBuckets: arguments.values("not-bucket"))
    isolation.website = arguments.value("website")
    isolation.productionWebsites = arguments.values("not-website")
    let objections = isolation.objections()
    guard !objections.isEmpty else {
      context.put("\((try? Files.realPath(folder)) ?? folder) is none of production's")
      return .success
    }
    context.put(objections.joined(separator: "; "))
    return .safetyRefusal
  }

  private static func port(_ text: String) throws(Problem) -> Int {
    guard let port = Int(text), (1...65535).contains(port) else {
      throw Problem(.usage, "“\(TerminalText.escapedLine(text))” is no port", hint: "give a number from 1 to 65535")
    }
    return port
  }

  /// Prints the run that calls, for the file that marks a drill's folder.
  static func mark(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    context.put(try CurrentRun.folder(context).id.text)
    return .success
  }

  /// Tags a bucket with the run that calls.
  static func tagBucket(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let id = try CurrentRun.folder(context).id.text
    let tags: JSON = ["TagSet": [["Key": .string(tag), "Value": .string(id)]]]
    _ = try ScratchBucket(arguments, context).call(["put-bucket-tagging", "--tagging", tags.description])
    context.put("tagged \(tag)=\(id)")
    return .success
  }

  /// Says what stands at a drill's places and which run made it; ends with 12 when something there is no drill's.
  static func leftovers(_ arguments: ParsedArguments, _ context: Context) throws(Problem) -> ExitCode {
    let folder = try Tools.required("folder", arguments)
    let bucket = try ScratchBucket(arguments, context)
    let folderMark = try folderMark(folder, arguments.values("owner"), context)
    let bucketMark = try bucket.mark()
    var foreign: [String] = []
    if folderMark == "unmarked" { foreign.append("the folder \(folder) bears no mark of a drill") }
    if bucketMark == "unmarked" { foreign.append("the bucket \(bucket.name) bears no mark of a drill") }
    let json: JSON = [
      "folder": .string(folderMark), "bucket": .string(bucketMark),
      "foreign": .string(foreign.isEmpty ? "none" : foreign.joined(separator: "; ")),
    ]
    context.put(json)
    context.tell(
      foreign.isEmpty
        ? ["folder \(folder): \(folderMark)", "bucket \(bucket.name): \(bucketMark)"] : foreign)
    return foreign.isEmpty ? .success : .safetyRefusal
  }

  /// The run that made the folder: `none` when there is no folder, `unmarked` when it is not known to be a drill's.
  private static func folderMark(_ folder: String, _ owner: [String], _ context: Context) throws(Problem) -> String {
    let look = try run(owner + ["find", folder, "-maxdepth", "1", "-name", tag, "-type", "f", "-printf", "%P\\n"], context)
    guard look.status.isSuccess else {
      // find says nothing of why; whether anything is there at all is asked by itself.
      let absent = try run(owner + ["test", "!", "-e", folder, "-a", "!", "-L", folder], context)
      if absent.status.isSuccess { return "none" }
      throw Problem(
        .stepFailed,
        "the folder \(folder) cannot be looked at: \(TerminalText.escapedLine(String(decoding: look.errorOutput, as: UTF8.self)))",
        hint: "see that its owner's commands work without a password")
    }
    guard look.output.elementsEqual("\(tag)\n".utf8) else { return "unmarked" }
    let content = try run(owner + ["cat", folder + "/" + tag], context)
    guard content.status.isSuccess else { return "unmarked" }
    let text = String(decoding: content.output.prefix { $0 != 0x0A }, as: UTF8.self)
    return RunID(text) == nil ? "unmarked" : text
  }

  private static func run(_ words: [String], _ context: Context) throws(Problem) -> Subprocess.Outcome {
    let program = try Tools.program(words[0], context)
    do throws(SystemError) {
      return try Subprocess.run(program, Array(words.dropFirst()), environment: context.environment, timeLimitSeconds: 20)
    } catch { throw Problem(.stepFailed, "\(words[0]) cannot be started: \(error)", hint: "see that it is installed") }
  }
}

/// A drill's bucket by way of `aws`.
struct ScratchBucket {
  let name: String
  private let aws: String
  private let region: [String]
  private let environment: [String: String]

  init(_ arguments: ParsedArguments, _ context: Context) throws(Problem) {
    name = try Tools.required("bucket", arguments)
    aws = try Tools.program("aws", context)
    region = arguments.value("region").map { ["--region", $0] } ?? []
    environment = context.environment
  }

  /// The run that made the bucket: `none` when there is no bucket, `unmarked` when it is not known to be a drill's.
  func mark() throws(Problem) -> String {
    let answer = try call(["list-buckets", "--output", "json", "--query", "Buckets[].Name"], isNamed: false)
    guard let names = (try? JSON.parse(answer, dialect: .foreign))?.arrayValue else {
      throw Problem(.stepFailed, "the list of buckets cannot be read", hint: "try it by hand: aws s3api list-buckets")
    }
    guard names.contains(where: { $0.stringValue?.utf8.elementsEqual(name.utf8) ?? false }) else { return "none" }
    let outcome = try start(["get-bucket-tagging", "--output", "json", "--bucket", name])
    // A bucket without any tag is an error to the API, and one to us.
    guard outcome.status.isSuccess, let tags = try? JSON.parse(outcome.output, dialect: .foreign) else { return "unmarked" }
    let found = (tags["TagSet"]?.arrayValue ?? []).first { $0["Key"]?.stringValue == ScratchCommand.tag }?["Value"]?.stringValue ?? ""
    return RunID(found) == nil ? "unmarked" : found
  }

  /// The output of a call that must go well.
  func call(_ words: [String], isNamed: Bool = true) throws(Problem) -> [UInt8] {
    let outcome = try start(words + (isNamed ? ["--bucket", name] : []))
    guard outcome.status.isSuccess else {
      throw Problem(
        .stepFailed, "aws s3api \(words[0]) failed: \(TerminalText.escapedLine(String(decoding: outcome.errorOutput, as: UTF8.self)))",
        hint: "check endpoint, region and credentials")
    }
    return outcome.output
  }

  private func start(_ words: [String]) throws(Problem) -> Subprocess.Outcome {
    do throws(SystemError) {
      return try Subprocess.run(aws, ["s3api"] + words + region, environment: environment, outputLimit: 8 << 20, timeLimitSeconds: 20)
    } catch { throw Problem(.stepFailed, "aws cannot be started: \(error)", hint: "see that it is installed") }
  }
}

import RunbookBase

/// One command that an approval releases, as it will run.
public struct ApprovedCommand: Hashable, Sendable {
  /// The number of its step in the plan, such as `4.2`.
  public let number: String
  /// The id of its step.
  public let step: String
  /// What the step does, in words.
  public let title: String
  /// Where it runs.
  public let host: String
  /// What it does to the world: `reads`, `writes`, `destroys`.
  public let effect: String
  /// Program and arguments, each as the program will see it.
  public let argv: [String]
  /// What it destroys, in words; nil for what destroys nothing.
  public let destroys: String?
  /// What it reads on standard input; the beginning and the digest of what is too long to be shown.
  public let input: String?
  /// Its own variables; a secret by its name alone.
  public let environment: [String: String]

  /// The longest input that is shown whole, in bytes.
  static let inputLimit = 8 << 10

  /// A command from its parts.
  public init(
    number: String, step: String, title: String, host: String, effect: String, argv: [String], destroys: String? = nil,
    input: String? = nil, environment: [String: String] = [:]
  ) {
    self.input = input.map(Self.shortened)
    self.environment = environment
    self.number = number
    self.step = step
    self.title = title
    self.host = host
    self.effect = effect
    self.argv = argv
    self.destroys = destroys
  }

  init?(_ json: JSON) {
    guard let number = json["number"]?.stringValue, let step = json["step"]?.stringValue, let title = json["title"]?.stringValue,
      let host = json["host"]?.stringValue, let effect = json["effect"]?.stringValue, let list = json["argv"]?.arrayValue
    else { return nil }
    let argv = list.compactMap(\.stringValue)
    guard argv.count == list.count else { return nil }
    self.init(
      number: number, step: step, title: title, host: host, effect: effect, argv: argv, destroys: json["destroys"]?.stringValue,
      input: json["input"]?.stringValue,
      environment: Dictionary(
        (json["environment"]?.members ?? []).compactMap { member in member.value.stringValue.map { (member.key, $0) } },
        uniquingKeysWith: { $1 }))
  }

  private static func shortened(_ input: String) -> String {
    guard input.utf8.count > inputLimit else { return input }
    let lines = input.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(20)
      .map { String(decoding: $0.prefix(200), as: UTF8.self) }
    return (lines + ["… \(input.utf8.count) bytes in all, SHA-256 \(SHA256.digest(input).hex)"]).joined(separator: "\n")
  }

  var json: JSON {
    var json: JSON = [
      "number": .string(number), "step": .string(step), "title": .string(title), "host": .string(host), "effect": .string(effect),
      "argv": JSON(argv),
    ]
    if let destroys { json["destroys"] = .string(destroys) }
    if let input { json["input"] = .string(input) }
    if !environment.isEmpty {
      json["environment"] = .object(environment.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }
    return json
  }

  /// The command as a shell would take it, with nothing hidden: quotes show where each argument ends.
  var line: String {
    (environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value))" } + argv.map(Self.quoted)).joined(separator: " ")
  }

  /// What it reads, line by line.
  var inputLines: [String] {
    guard let input else { return [] }
    return input.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func quoted(_ word: String) -> String {
    let shown = TerminalText.escapedLine(word)
    let isPlain =
      !shown.isEmpty
      && shown.utf8.allSatisfy { byte in
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || Array("-_./:=@%+,".utf8).contains(byte)
      }
    if isPlain { return shown }
    return "'" + String(decoding: shown.utf8.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }, as: UTF8.self) + "'"
  }
}

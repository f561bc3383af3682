extension SupervisorJob {
  private static let header = "runbook-job 1"

  /// The job as it stands in its file.
  var text: RecordText {
    var text = RecordText(header: Self.header)
    text.add("run", run)
    text.add("step", step)
    text.add("attempt", attempt)
    text.add("nonce", nonce)
    switch input {
    case .none: break
    case .file(let path): text.add("input-file", path)
    case .secret(let name): text.add("input-secret", name)
    }
    text.add("time-limit-ms", ifPresent: timeLimitSeconds.map(Self.milliseconds))
    text.add("grace-ms", Self.milliseconds(graceSeconds))
    text.add("output-limit", outputLimit)
    text.add("capture-limit", captureLimit)
    if outputIsData { text.add("output-is-data", "yes") }
    for command in pipeline {
      text.add("command", command.executable)
      text.add("directory", command.workingDirectory)
      command.arguments.forEach { text.add("argument", $0) }
      for (name, value) in command.environment.sorted(by: { $0.key < $1.key }) { text.add("environment", "\(name)=\(value)") }
      for (name, variable) in command.secrets.sorted(by: { $0.key < $1.key }) { text.add("secret", "\(name)=\(variable)") }
    }
    return text
  }

  /// The job in a file's bytes, nil if it is not whole.
  init?(_ bytes: [UInt8], directory: String) {
    guard let text = RecordText(bytes, header: Self.header) else { return nil }
    guard let run = text.text("run"), let step = text.text("step"), let nonce = text.text("nonce") else { return nil }
    guard let attempt = text.number("attempt", as: Int.self), let grace = text.number("grace-ms", as: Int.self) else { return nil }
    guard let output = text.number("output-limit", as: Int.self), let capture = text.number("capture-limit", as: Int.self) else {
      return nil
    }
    self.init(
      directory: directory, run: run, step: step, attempt: attempt, nonce: nonce, pipeline: [],
      timeLimitSeconds: text.number("time-limit-ms", as: Int.self).map { Double($0) / 1000 }, graceSeconds: Double(grace) / 1000,
      outputLimit: output, captureLimit: capture)
    outputIsData = text.text("output-is-data") != nil
    if let path = text.text("input-file") { input = .file(path) }
    if let name = text.text("input-secret") { input = .secret(name) }
    for field in text.fields {
      if field.key == "command" {
        pipeline.append(Command(executable: field.value, arguments: []))
        continue
      }
      guard let last = pipeline.indices.last else { continue }
      switch field.key {
      case "directory": pipeline[last].workingDirectory = field.value
      case "argument": pipeline[last].arguments.append(field.value)
      case "environment", "secret":
        guard let (name, value) = Self.pair(field.value) else { return nil }
        if field.key == "secret" { pipeline[last].secrets[name] = value } else { pipeline[last].environment[name] = value }
      default: return nil
      }
    }
    guard !pipeline.isEmpty else { return nil }
  }

  private static func milliseconds(_ seconds: Double) -> Int { Int(min(max(seconds, 0), 1e9) * 1000) }

  private static func pair(_ text: String) -> (name: String, value: String)? {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (String(text[..<equals]), String(text[text.utf8.index(after: equals)...]))
  }
}

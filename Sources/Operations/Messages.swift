import RunbookBase
public import Runbooks

/// A chat's incoming webhook; its address is the secret and stands in a file that `curl` alone reads.
public struct Chat: Sendable {
  /// The file for `curl --config`, with the line `url = "…"`.
  public let configuration: AbsolutePath

  /// A chat by the file that holds its address.
  public init(configuration: AbsolutePath) {
    self.configuration = configuration
  }

  /// Says something to everybody who reads along.
  public func say(_ text: Text) -> Command {
    Command("curl", curlWords(configuration), effect: .writes)
      .reading(jsonObject([("text", text)]))
  }
}

/// A status page with Statuspage's API; the key stands in a file that `curl` alone reads.
public struct StatusPage: Sendable {
  /// The page's address, such as `https://api.statuspage.io/v1/pages/PAGE`.
  public let address: String
  /// The file for `curl --config`, with the line `header = "Authorization: OAuth …"`.
  public let configuration: AbsolutePath

  /// A page by its address and the file that holds its key.
  public init(_ address: String, configuration: AbsolutePath) {
    self.address = address
    self.configuration = configuration
  }

  /// What customers are told about an incident.
  public enum Status: String, Sendable, CaseIterable {
    /// Nobody knows yet.
    case investigating
    /// It is known what broke.
    case identified
    /// It is mended and watched.
    case monitoring
    /// It is over.
    case resolved
  }

  /// Opens an incident; prints what the page answers, its `id` among it.
  public func open(_ name: Text, _ status: Status, _ body: Text) -> Command {
    command("POST", "/incidents", name: name, status, body)
  }

  /// Adds a message to an incident.
  public func update(_ id: Output<IncidentID>, _ status: Status, _ body: Text) -> Command {
    command("PATCH", "/incidents/\(id)", name: nil, status, body)
  }

  private func command(_ method: Text, _ path: Text, name: Text?, _ status: Status, _ body: Text) -> Command {
    let members = (name.map { [("name", $0)] } ?? []) + [("status", Text(status.rawValue)), ("body", body)]
    return Command(
      "curl", curlWords(configuration) + ["--request", method, Text(address) + path], effect: .writes,
      on: Target("status-page:\(address)", realm: .production)
    ).reading("{\"incident\":" + jsonObject(members) + "}")
  }
}

/// A dead man's switch that wants to hear from a job (seed §2.4).
public struct Heartbeat: Sendable {
  /// The check's address, such as `https://hc-ping.com/UUID`.
  public let address: String

  /// A check by its address.
  public init(_ address: String) {
    self.address = address
  }

  /// Says that the job went well; the job is not judged by whether this got through (hazard 12).
  public func succeeded() -> Command { ping("") }

  /// Says that the job failed.
  public func failed() -> Command { ping("/fail") }

  private func ping(_ path: Text) -> Command {
    Command(
      "curl",
      ["--fail", "--silent", "--show-error", "--max-time", "10", "--retry", "2", "--output", "/dev/null", Text(address) + path],
      effect: .writes, on: Target("heartbeat:\(address)", realm: .production))
  }
}

private func curlWords(_ configuration: AbsolutePath) -> [Text] {
  [
    "--config", "\(configuration)", "--fail", "--silent", "--show-error", "--max-time", "10", "--retry", "2", "--header",
    "Content-Type: application/json", "--data-binary", "@-",
  ]
}

/// A JSON object with texts as values; the fixed pieces are escaped, and no value that fills a hole may hold a quote or a backslash.
private func jsonObject(_ members: [(String, Text)]) -> Text {
  var result: Text = "{"
  for (index, member) in members.enumerated() {
    result = result + Text((index == 0 ? "" : ",") + "\"\(member.0)\":\"") + member.1.jsonEscaped + "\""
  }
  return result + "}"
}

extension Text {
  /// The text with its fixed pieces escaped as inside a JSON string.
  fileprivate var jsonEscaped: Text {
    Text(
      segments: segments.map { segment in
        guard case .literal(let text) = segment else { return segment }
        return .literal(String(JSON.string(text).description.dropFirst().dropLast()))
      })
  }
}

public import Runbooks

/// The storefront as a customer reaches it.
public struct Website: Sendable {
  /// The address without a final slash, such as `https://www.example.com`.
  public let address: String

  /// A site.
  public init(_ address: String) {
    self.address = address
  }

  /// Prints how many of the lines that a PDF begins and ends with a download has: at least 2 when it is whole; fails from status 400 up.
  public func pdfEnds(_ path: Text) -> Pipeline {
    Command("curl", ["--fail", "--silent", "--show-error", "--max-time", "30", "\(address)" + path], effect: .reads)
      .piped(to: Command("grep", ["--text", "--count", "--extended-regexp", "^(%PDF-|%%EOF)"], effect: .reads))
  }

  /// Prints the status that a page answers with, such as 200; `000` when nothing answers.
  ///
  /// - Parameter method: `POST` for a form that is sent empty.
  public func status(_ path: String, method: Text = "GET") -> Command {
    Command(
      "curl",
      [
        "--request", method, "--silent", "--show-error", "--max-time", "10", "--output", "/dev/null", "--write-out", "%{http_code}",
        "\(address)\(path)",
      ],
      effect: .reads)
  }

  /// Fetches a page; fails from status 400 up.
  public func fetch(_ path: String) -> Command {
    Command(
      "curl", ["--fail", "--silent", "--show-error", "--max-time", "10", "--output", "/dev/null", "\(address)\(path)"], effect: .reads)
  }
}

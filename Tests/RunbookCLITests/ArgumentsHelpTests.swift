import RunbookCLI
import Testing

@Suite("Arguments: help")
struct ArgumentsHelpTests {
  static let pages: [(name: String, path: [String])] = [
    ("help-root", []), ("help-exec", ["exec"]), ("help-exec-tenant-delete", ["exec", "tenant-delete"]), ("help-approve", ["approve"]),
    ("help-completions", ["completions"]),
  ]

  @Test("the help of each command", arguments: pages)
  func page(name: String, path: [String]) throws {
    let spec = try #require(ArgumentsFixture.root.resolved(path))
    Transcript.expect(HelpText.render(spec), named: name)
  }

  @Test("the same page at 40 and at 200 columns", arguments: [40, 200])
  func widths(width: Int) throws {
    let spec = try #require(ArgumentsFixture.root.resolved(["exec", "tenant-delete"]))
    Transcript.expect(HelpText.render(spec, width: width), named: "help-exec-tenant-delete-\(width)")
  }

  @Test("no line is wider than asked, except a command or a word that nobody may break", arguments: [40, 56, 60, 80, 100, 132, 200])
  func fits(width: Int) throws {
    for (_, path) in Self.pages {
      let spec = try #require(ArgumentsFixture.root.resolved(path))
      let lines = HelpText.render(spec, width: width, style: .colored).split(separator: "\n").map(String.init)
      let examples = spec.examples.map(\.command)
      for line in lines where DisplayText.width(line) > width {
        let words = DisplayText.truncated(line, to: .max).split(separator: " ")
        #expect(words.count <= 3 || examples.contains { line.utf8.firstRange(of: $0.utf8) != nil }, "\(width): \(line)")
      }
    }
  }

  @Test("colour adds sequences and changes nothing else")
  func colour() throws {
    let spec = try #require(ArgumentsFixture.root.resolved(["exec", "tenant-delete"]))
    let colored = HelpText.render(spec, style: .colored)
    #expect(colored.utf8.contains(0x1B))
    #expect(TextStyleTests.withoutSequences(colored) == HelpText.render(spec, style: .plain))
  }

  @Test("the usage line alone")
  func usage() throws {
    let spec = try #require(ArgumentsFixture.root.resolved(["approve"]))
    #expect(HelpText.usage(spec) == "runbook approve RUN GATE [NOTE…] [options]")
    #expect(HelpText.usage(ArgumentsFixture.root) == "runbook COMMAND [options]")
  }
}

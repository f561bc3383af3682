import RunbookBase
import RunbookCLI
import Testing

@Suite("Arguments: what is understood")
struct ArgumentsParserTests {
  @Test(
    "options may stand before, between and after the subcommands, with a space or an equals sign",
    arguments: [
      "--estate lab exec tenant-delete --tenant 42 --json", "exec --estate=lab --tenant=42 tenant-delete --json",
      "exec tenant-delete --json --tenant 42 -e lab", "--json --tenant 42 exec tenant-delete -elab",
      "exec --json tenant-delete -e=lab --tenant 42", "--json exec -e lab --tenant 42 tenant-delete --",
    ])
  func placement(line: String) throws {
    let parsed = try ArgumentsFixture.parse(line)
    #expect(parsed.path == ["exec", "tenant-delete"])
    #expect(parsed.command.name == "runbook exec tenant-delete")
    #expect(parsed.value("estate") == "lab")
    #expect(parsed.value("tenant") == "42")
    #expect(parsed.flag("json"))
    #expect(!parsed.flag("dry-run"))
    #expect(!parsed.wantsHelp)
    #expect(parsed.missingOptions.map(\.name) == ["dump"])
  }

  @Test(
    "--resume is absent, alone, or has a value",
    arguments: [
      ("exec tenant-delete", ParsedArguments.OptionalValue.absent), ("exec tenant-delete --resume", .alone),
      ("exec tenant-delete --resume 4", .value("4")), ("exec tenant-delete --resume=4", .value("4")),
      ("exec --resume restore-cluster tenant-delete", .value("restore-cluster")), ("exec tenant-delete --resume=", .value("")),
      ("exec tenant-delete --resume --json", .alone), ("exec --resume -n tenant-delete", .alone),
      ("exec tenant-delete --resume=-4", .value("-4")),
    ])
  func optionalValue(line: String, expected: ParsedArguments.OptionalValue) throws {
    #expect(try ArgumentsFixture.parse(line).optionalValue("resume") == expected)
  }

  @Test(
    "a value goes through unchanged, whatever it holds",
    arguments: ["", "-x", "--json", "a=b=c", "two\nlines", "\u{301}", "42; drop table", "\u{1B}[31m", "=", "--"])
  func anyValue(value: String) throws {
    let attached = try ArgumentParser.parse(["exec", "tenant-delete", "--tenant=" + value], ArgumentsFixture.root)
    #expect(attached.value("tenant").map { Array($0.utf8) } == Array(value.utf8))
    guard value.utf8.first != UInt8(ascii: "-") else { return }
    let separate = try ArgumentParser.parse(["exec", "tenant-delete", "--tenant", value], ArgumentsFixture.root)
    #expect(separate.value("tenant").map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test("a single dash is a value, and everything after -- is an operand")
  func dashes() throws {
    #expect(try ArgumentsFixture.parse("exec tenant-delete --dump -").value("dump") == "-")
    let approve = try ArgumentsFixture.parse("approve 3f2a -- --gate -n --help more")
    #expect(approve.operand("RUN") == "3f2a")
    #expect(approve.operand("GATE") == "--gate")
    #expect(approve.operands("NOTE") == ["-n", "--help", "more"])
  }

  @Test("operands are found by name; those left out are nil or empty")
  func operands() throws {
    let approve = try ArgumentsFixture.parse("approve 3f2a apply")
    #expect(approve.operand("GATE") == "apply")
    #expect(approve.operand("NOTE") == nil)
    #expect(approve.operands("NOTE").isEmpty)
  }

  @Test("short flags may be bundled, the last one with a value; repeated options keep their order")
  func bundles() throws {
    let parsed = try ArgumentsFixture.parse("exec tenant-delete -ne lab --exclude a --exclude=b -n")
    #expect(parsed.flag("dry-run"))
    #expect(parsed.value("estate") == "lab")
    #expect(parsed.values("exclude") == ["a", "b"])
  }

  @Test(
    "help is heard anywhere, even in a line that is otherwise wrong",
    arguments: [
      ("--help", "runbook"), ("-h", "runbook"), ("help", "runbook"), ("exec --help", "runbook exec"), ("help exec", "runbook exec"),
      ("exec -h tenant-delete", "runbook exec tenant-delete"), ("exec tenant-delete --nonsense --help", "runbook exec tenant-delete"),
      ("exec tenant-delete --tenant --help", "runbook exec tenant-delete"), ("show --help", "runbook show"),
    ])
  func help(line: String, command: String) throws {
    let parsed = try ArgumentsFixture.parse(line)
    #expect(parsed.wantsHelp)
    #expect(parsed.command.name == command)
  }

  @Test("help that is a value or an operand is not a wish for help")
  func noHelp() throws {
    #expect(try !ArgumentsFixture.parse("exec tenant-delete --tenant=--help").wantsHelp)
    #expect(try !ArgumentsFixture.parse("approve 3f2a -- --help").wantsHelp)
    #expect(try ArgumentsFixture.parse("show help").operand("NAME") == "help")
  }

  @Test("all missing options are told at once, with the line to type")
  func missing() throws {
    let problem = try ArgumentsFixture.parse("exec tenant-delete --estate lab").missing()
    #expect(
      problem?.description == """
        2 options are missing for runbook exec tenant-delete
          --tenant ID  The tenant whose data was deleted
          --dump FILE  The dump to restore from; it must be older than the deletion
          → type: runbook exec tenant-delete --estate lab --tenant ID --dump FILE
        """)
    #expect(try ArgumentsFixture.parse("exec tenant-delete --tenant 1 --dump f").missing() == nil)
    let one = try ArgumentsFixture.parse("exec region-outage --").missing()
    #expect(one?.summary == "--region is missing for runbook exec region-outage")
    #expect(one?.hint == "type: runbook exec region-outage --region REGION --")
  }

  @Test("a command is found by its path, with the options of those above it")
  func resolved() {
    let options = ArgumentsFixture.root.resolved(["exec", "region-outage"])?.options.map(\.name)
    #expect(options == ["region", "resume", "reason", "dry-run", "estate", "json", "state"])
    #expect(ArgumentsFixture.root.resolved(["exec", "nothing"]) == nil)
    #expect(ArgumentsFixture.root.resolved([])?.name == "runbook")
  }
}

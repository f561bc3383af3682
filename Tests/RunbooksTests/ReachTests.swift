import RunbookBase
import Runbooks
import Testing

@Suite("How a host is reached") struct ReachTests {
  @Test(
    "a destination is a user, an address and a port",
    arguments: [
      ("dr-database", nil, "dr-database", 22), ("runbook@dr-database", "runbook", "dr-database", 22),
      ("runbook@10.0.0.5:2222", "runbook", "10.0.0.5", 2222), ("[2001:db8::1]:23", nil, "2001:db8::1", 23),
      ("ops@[::1]", "ops", "::1", 22),
    ] as [(String, String?, String, Int)])
  func accepts(text: String, user: String?, address: String, port: Int) throws {
    let reach = try Reach(parsing: text)
    #expect(reach.user == user && reach.address == address && reach.port == port && reach.text == text)
    #expect(reach.knownHosts.text == "/etc/runbook/known_hosts")
  }

  @Test(
    "what ssh or a shell would take for something else is refused",
    arguments: [
      "", "@", "a@", "-oProxyCommand=id", "user@-oProxyCommand=id", "-l@host", "a b", "a;b", "a$(id)", "a\nb", "host:", "host:0",
      "host:65536",
      "host:22x", "host:-1", "[::1", "[]", "[::1]x", "host/x", "hö", "a@b@", "a\0", "%h",
    ])
  func refuses(text: String) {
    #expect(throws: Problem.self) { try Reach(parsing: text) }
  }

  @Test("a file that ssh would expand or split is refused", arguments: ["/a b", "/%h", "/a$b", "/~x"])
  func files(path: String) throws {
    let file = try AbsolutePath(parsing: path)
    #expect(throws: Problem.self) { try Reach(parsing: "host", knownHosts: file) }
    #expect(throws: Problem.self) { try Reach(parsing: "host", identity: file) }
  }
}

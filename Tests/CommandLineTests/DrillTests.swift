import Glibc
import RunbookBase
import RunbookSystem
import Testing

@Suite("A drill that is pointed at production, from the command line") struct DrillTests {
  /// A lab's description whose servers are not up: what refuses the drill must not need them.
  static func with(_ drill: JSON, _ body: (String, () throws -> Said) throws -> Void) throws {
    let folder = try Files.realPath(try Files.temporaryDirectory(prefix: "runbook-drill"))
    defer { try? Files.removeTree(folder) }
    for name in ["backups", "cluster/data", "drill"] { try Files.makeDirectory("\(folder)/\(name)", parents: true) }
    try Files.writeDurably(Array("15\n".utf8), to: "\(folder)/cluster/data/PG_VERSION")
    try describe(folder, drill)
    try body(folder) {
      try Said.by(
        Programs.runbook, ["exec", "drill", "--estate", "lab", "--state", "\(folder)/state"], environment: ["RUNBOOK_LAB": folder])
    }
    #expect(try Files.list("\(folder)/cluster/data") == ["PG_VERSION"], "production's directory is as it was")
    #expect((try? Files.list("\(folder)/state/runs")) ?? [] == [], "no run was begun")
  }

  /// Writes the description; what a lab must say besides, and what no drill looks at, is filled in as the program asks for it.
  private static func describe(_ folder: String, _ drill: JSON) throws {
    var json = estate(folder, drill)
    for _ in 0..<40 {
      try Files.writeDurably(Array((json.description + "\n").utf8), to: "\(folder)/estate.json")
      let talk = try Said.by(Programs.runbook, ["plan", "drill", "--dry-run", "--estate", "lab"], environment: ["RUNBOOK_LAB": folder]).talk
      guard let start = talk.firstRange(of: "has no “")?.upperBound, let end = talk[start...].firstRange(of: "”")?.lowerBound else {
        return
      }
      json = filled(json, talk[start..<end].split(separator: ".").map(String.init)[...], "\(folder)/filler")
    }
  }

  private static func filled(_ json: JSON, _ keys: ArraySlice<String>, _ value: String) -> JSON {
    guard let key = keys.first else { return .string(value) }
    var json = json
    json[key] = filled(json[key] ?? [:], keys.dropFirst(), value)
    return json
  }

  static func estate(_ folder: String, _ drill: JSON) -> JSON {
    [
      "postgres": [
        "host": "127.0.0.1", "port": 15431, "user": "postgres", "binaries": "/usr/bin", "dataDirectory": .string("\(folder)/cluster/data"),
        "configuration": .string("\(folder)/cluster/postgresql.conf"), "log": .string("\(folder)/cluster/log"), "asOwner": [],
      ],
      "s3": [
        "endpoint": "http://127.0.0.1:9", "region": "us-east-1", "bucket": "printflow360",
        "replica": ["endpoint": "http://127.0.0.1:9", "region": "eu-west-1", "bucket": "printflow360-replica"],
      ],
      "pgbackrest": ["stanza": "printflow", "configuration": .string("\(folder)/pgbackrest.conf")],
      "dr": [
        "host": "127.0.0.1", "port": 15433, "dataDirectory": .string("\(folder)/dr/data"),
        "configuration": .string("\(folder)/dr/postgresql.conf"), "log": .string("\(folder)/dr/log"),
        "pgbackrest": ["stanza": "printflow", "configuration": .string("\(folder)/dr/pgbackrest.conf")],
        "app": ["url": "http://127.0.0.1:9", "directory": .string("\(folder)/dr/www"), "deploy": "/usr/bin/true"],
        "redis": [
          "host": "127.0.0.1", "port": 16380, "directory": .string("\(folder)/dr/redis"),
          "configuration": .string("\(folder)/dr/redis.conf"), "pidFile": .string("\(folder)/dr/redis.pid"), "queue": "bull:print-files",
        ],
      ],
      "app": ["url": "http://127.0.0.1:9", "port": 9, "directory": .string("\(folder)/www")],
      "redis": [
        "host": "127.0.0.1", "port": 16379, "directory": .string("\(folder)/redis"), "configuration": .string("\(folder)/redis.conf"),
        "pidFile": .string("\(folder)/redis.pid"), "queue": "bull:print-files",
      ],
      "endpoints": [
        "statusPage": "http://127.0.0.1:9/pages", "statusPageConfiguration": .string("\(folder)/status-page.curl"),
        "chatConfiguration": .string("\(folder)/chat.curl"),
      ],
      "aws": "/usr/bin/aws", "backups": .string("\(folder)/backups"), "environment": [:], "drill": drill,
    ]
  }

  private func expectRefused(_ said: Said, _ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(said.code == ExitCode.safetyRefusal.rawValue, "\(said.talk)", sourceLocation: sourceLocation)
    #expect(said.talk.contains(words), "\(said.talk)", sourceLocation: sourceLocation)
    #expect(said.talk.contains("nothing was started") && said.talk.contains("→"), sourceLocation: sourceLocation)
  }

  @Test("by a symbolic link on the way to its folder: 12, and nothing is started")
  func symbolicLink() throws {
    try Self.with([:]) { folder, exec in
      // What is called drill/ leads into production's data directory.
      try Files.remove("\(folder)/drill")
      try #require(symlink("\(folder)/cluster/data", "\(folder)/drill") == 0)
      expectRefused(
        try exec(), "the scratch folder \(folder)/drill/scratch (really \(folder)/cluster/data/scratch) lies in production's")
    }
  }

  @Test("by a symbolic link in the place of its folder")
  func linkInPlace() throws {
    try Self.with([:]) { folder, exec in
      try #require(symlink("\(folder)/cluster/data", "\(folder)/drill/scratch") == 0)
      expectRefused(try exec(), "\(folder)/drill/scratch is a symbolic link to \(folder)/cluster/data")
    }
  }

  @Test(
    "by its port, its bucket or its folder in the estate",
    arguments: [
      (["port": 15431], "the scratch port 15431 is one of production's"),
      (["bucket": "printflow360"], "the scratch bucket printflow360 is one of production's"),
      (["bucket": "printflow360-replica"], "the scratch bucket printflow360-replica is one of production's"),
    ] as [(JSON, String)])
  func estate(drill: JSON, words: String) throws {
    try Self.with(drill) { _, exec in expectRefused(try exec(), words) }
  }

  @Test("one that is not pointed at production goes as far as its other preconditions: 5")
  func isolated() throws {
    try Self.with([:]) { _, exec in
      let said = try exec()
      #expect(said.code == ExitCode.preconditionNotMet.rawValue, "\(said.talk)")
      #expect(!said.talk.contains("refused: what the run would touch"))
      // A database may refuse a connection; the drill's ground may not be found to be production's.
      for words in ["one of production's", "lies in production's", "is a symbolic link to"] {
        #expect(!said.talk.contains(words), "\(said.talk)")
      }
    }
  }

  @Test("nobody has drilled: that is said, and --due ends with 1")
  func due() throws {
    let folder = try Files.temporaryDirectory(prefix: "runbook-drill")
    defer { try? Files.removeTree(folder) }
    let words = ["drills", "--state", "\(folder)/state"]
    let said = try Said.by(Programs.runbook, words)
    #expect(said.code == 0 && said.output.contains("drill") && said.output.contains("never passed, due now"))
    #expect(try Said.by(Programs.runbook, words + ["--due"]).code == ExitCode.stepFailed.rawValue)
    let json = try JSON.parse(Array(try Said.by(Programs.runbook, words + ["--json"]).output.utf8))
    #expect(json["needsAttention"] == true && json["schedule"]?.arrayValue?.count == 2)
    #expect(
      try Said.by(Programs.runbook, ["report", "--drills", "--state", "\(folder)/state", "--format", "html"]).output.contains("<svg")
        == false)
  }

  @Test("the tools that steps call say that they belong into a step", arguments: [["measure", "elapsed"], ["scratch", "mark"]])
  func tools(words: [String]) throws {
    let said = try Said.by(Programs.runbook, words)
    #expect(said.code == ExitCode.usage.rawValue && said.talk.contains("belongs into a step of a run"))
  }
}

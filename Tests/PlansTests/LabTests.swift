import Operations
import RunbookBase
import Runbooks
import Testing

@testable import PrintFlowPlans
@testable import RunbookPlanning

@Suite("The lab estate comes from estate.json") struct LabTests {
  static let sample: JSON = [
    "postgres": [
      "host": "127.0.0.1", "port": 15432, "user": "postgres", "binaries": "/usr/lib/postgresql/16/bin",
      "dataDirectory": "/lab/cluster/data",
      "configuration": "/lab/cluster/etc/postgresql.conf", "log": "/lab/cluster/log", "serviceManager": "pg_ctl",
    ],
    "pgbackrest": ["stanza": "printflow", "configuration": "/lab/cluster/pgbackrest.conf"],
    "dr": [
      "host": "127.0.0.1", "port": 15433, "dataDirectory": "/lab/dr/data", "configuration": "/lab/dr/etc/postgresql.conf",
      "log": "/lab/dr/log", "pgbackrest": ["stanza": "printflow", "configuration": "/lab/dr/pgbackrest.conf"],
      "app": ["url": "http://127.0.0.1:18001", "directory": "/lab/dr/www", "deploy": "/lab/bin/app"],
      "redis": [
        "host": "127.0.0.1", "port": 16380, "directory": "/lab/redis-dr", "configuration": "/lab/redis-dr/redis.conf",
        "pidFile": "/lab/run/redis-dr.pid", "queue": "bull:print-files",
      ],
    ],
    "s3": [
      "endpoint": "http://127.0.0.1:19000", "region": "us-east-1", "bucket": "printflow360",
      "replica": ["endpoint": "http://127.0.0.1:19001", "region": "eu-west-1", "bucket": "printflow360-replica"],
    ],
    "dns": ["name": "printflow.example", "zone": "/lab/dns/hosts", "home": "127.0.0.1", "away": "127.0.0.2"],
    "app": ["url": "http://127.0.0.1:18000", "port": 18000, "directory": "/lab/www"],
    "redis": [
      "host": "127.0.0.1", "port": 16379, "directory": "/lab/redis", "configuration": "/lab/redis/redis.conf",
      "pidFile": "/lab/run/redis.pid", "queue": "bull:print-files",
    ],
    "dns": ["zone": "Z0AB", "name": "www.print-flow.lab.", "home": "127.0.0.1", "away": "127.0.0.2"],
    "endpoints": [
      "statusPage": "http://127.0.0.1:18180/v1/pages/printflow360", "statusPageConfiguration": "/lab/secrets/status-page.curl",
      "chatConfiguration": "/lab/secrets/chat.curl",
    ],
    "aws": "/lab/python/bin/aws", "backups": "/lab/backups", "environment": ["PGPASSFILE": "/lab/pgpass", "PATH": "/evil"],
  ]

  /// The sample with one member changed, or left out.
  static func sample(_ path: String, _ value: JSON?) -> JSON {
    func change(_ json: JSON, _ keys: ArraySlice<Substring>) -> JSON {
      var json = json
      guard let key = keys.first.map(String.init) else { return json }
      json[key] = keys.count == 1 ? value : json[key].map { change($0, keys.dropFirst()) }
      return json
    }
    return change(sample, path.split(separator: ".")[...])
  }

  @Test("every name comes from the file, and the lab's own programs are found first")
  func made() throws {
    let lab = try PrintFlow.lab(Self.sample)
    #expect(lab.name == "lab")
    #expect(lab.summary == "Print-Flow-360, the lab in /lab")
    #expect(lab.postgres.host == "127.0.0.1")
    #expect(lab.postgres.port == 15432)
    #expect(lab.files.name == "printflow360")
    #expect(lab.replica.region == "eu-west-1")
    #expect(lab.allowsAnswerFiles)
    #expect(
      lab.environment == [
        "PGPASSFILE": "/lab/pgpass", "AWS_ENDPOINT_URL": "http://127.0.0.1:19000", "HOME": "/",
        "PATH": "/usr/lib/postgresql/16/bin:/lab/python/bin:/usr/local/bin:/usr/bin:/bin",
      ])
    #expect(
      lab.cluster.start().arguments.map(\.template) == [
        "--pgdata=/lab/cluster/data", "--options=-c config_file=/lab/cluster/etc/postgresql.conf", "--log=/lab/cluster/log", "--wait",
        "--silent",
        "start",
      ])
    #expect(lab.pgBackRest.configuration?.text == "/lab/cluster/pgbackrest.conf")
    #expect(lab.standIn.pgBackRest.configuration?.text == "/lab/dr/pgbackrest.conf")
    #expect(lab.standIn.cluster.server.port == 15433)
    #expect(lab.standIn.cluster.start().arguments.first?.template == "--pgdata=/lab/dr/data")
    #expect(lab.cluster.start().executable == "/usr/lib/postgresql/16/bin/pg_ctl")
    #expect(lab.app.directory.text == "/lab/www")
    #expect(lab.website.address == "http://127.0.0.1:18000")
    #expect(lab.printQueue.name == "bull:print-files")
    #expect(lab.printQueue.redis.port == 16379)
    #expect(lab.standIn.printQueue.redis.port == 16380)
    #expect(lab.standIn.printQueue.redis.directory.text == "/lab/redis-dr")
    #expect(lab.chat.configuration.text == "/lab/secrets/chat.curl")
  }

  @Test("every runbook plans on it without an error", arguments: names)
  func plans(name: String) throws {
    #expect(try plan(name, on: PrintFlow.lab(Self.sample)).errors.map(\.summary) == [])
  }

  @Test(
    "each member that is missing is named, with what to type",
    arguments: [
      "postgres.host", "postgres.port", "postgres.user", "postgres.binaries", "postgres.dataDirectory", "postgres.configuration",
      "postgres.log", "pgbackrest.stanza", "pgbackrest.configuration", "dr.host", "dr.port", "dr.dataDirectory", "dr.configuration",
      "dr.log", "dr.pgbackrest.stanza", "dr.pgbackrest.configuration", "dr.redis.host", "dr.redis.port",
      "dr.redis.directory", "dr.redis.configuration", "dr.redis.pidFile", "dr.redis.queue",
      "s3.endpoint",
      "s3.region", "s3.bucket", "s3.replica.bucket", "s3.replica.region", "aws", "backups", "app.url", "redis.host", "redis.port",
      "redis.directory", "redis.configuration", "redis.pidFile", "redis.queue", "endpoints.statusPage", "endpoints.statusPageConfiguration",
      "endpoints.chatConfiguration", "dns.zone", "dns.name", "dns.home", "dns.away",
    ])
  func missing(path: String) {
    #expect(throws: Problem(.usage, "the lab's estate.json has no “\(path)”", hint: "start the lab again: Examples/Lab/lab up")) {
      try PrintFlow.lab(Self.sample(path, nil))
    }
  }

  @Test(
    "each member that is no text, and a port that is none, is named",
    arguments: [
      ("postgres.host", JSON.int(1), "“postgres.host” of the lab's estate.json is no text"),
      ("s3.endpoint", .null, "“s3.endpoint” of the lab's estate.json is no text"),
      ("aws", .array([]), "“aws” of the lab's estate.json is no text"),
      ("postgres.port", .string("5432"), "“postgres.port” of the lab's estate.json is no port"),
      ("postgres.port", .int(0), "“postgres.port” of the lab's estate.json is no port"),
      ("postgres.port", .int(65536), "“postgres.port” of the lab's estate.json is no port"),
      ("environment.PGPASSFILE", .int(7), "“environment.PGPASSFILE” of the lab's estate.json is no text"),
      ("backups", .string("/x"), "“backups” of the lab's estate.json does not end in /backups"),
    ])
  func wrong(path: String, value: JSON, summary: String) {
    #expect(throws: Problem(.usage, summary, hint: "start the lab again: Examples/Lab/lab up")) {
      try PrintFlow.lab(Self.sample(path, value))
    }
  }

  @Test(
    "a value that is no name or path is refused as such",
    arguments: [("postgres.user", "Post gres"), ("postgres.dataDirectory", "data"), ("backups", "backups"), ("backups", "/lab/../backups")])
  func refused(path: String, value: String) {
    #expect(throws: Problem.self) { try PrintFlow.lab(Self.sample(path, .string(value))) }
  }

  @Test("an empty file, or one that is no object, names the first member that it lacks", arguments: [JSON.null, [:], [], "x"])
  func empty(json: JSON) {
    #expect(throws: Problem(.usage, "the lab's estate.json has no “s3.endpoint”", hint: "start the lab again: Examples/Lab/lab up")) {
      try PrintFlow.lab(json)
    }
  }

  @Test("the server's owner is asked for by the file's own words")
  func owner() throws {
    let lab = try PrintFlow.lab(Self.sample("postgres.asOwner", ["runuser", "-u", "postgres", "--"]))
    #expect(lab.cluster.stop().executable == "runuser")
    #expect(lab.cluster.stop().arguments.prefix(4).map(\.template) == ["-u", "postgres", "--", "/sbin/start-stop-daemon"])
  }
}

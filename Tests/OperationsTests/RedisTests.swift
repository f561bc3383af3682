import Operations
import RunbookBase
import Runbooks
import Testing

@Suite("Redis, its queue, and what is told to people") struct RedisTests {
  static let password = Secret("redis-password", variable: "REDISCLI_AUTH")
  let daemon = Redis(
    host: "127.0.0.1", port: 6380, directory: AbsolutePath(literal: "/r"), configuration: AbsolutePath(literal: "/r/redis.conf"),
    manager: .daemon(pidFile: AbsolutePath(literal: "/r/pid")), password: password)
  let service = Redis(
    host: "localhost", port: 6379, directory: AbsolutePath(literal: "/var/lib/redis"),
    configuration: AbsolutePath(literal: "/etc/redis/redis.conf"), manager: .systemd(unit: "redis-server"),
    asOwner: ["sudo", "-n", "-u", "redis"], asRoot: ["sudo", "-n"], password: password)

  @Test("the password goes by the environment, never by the command line")
  func secrecy() {
    let queue = Queue("bull:print-files", in: daemon)
    for command in [queue.depth(), queue.oldest(), queue.failures(), daemon.setting("appendonly")] + daemon.answers.pipeline.commands {
      #expect(command.environment == ["REDISCLI_AUTH": .secret(Self.password)])
      #expect(command.effect == .reads)
      #expect(!command.line.contains("-a "))
    }
    #expect(queue.depth().line.hasPrefix("redis-cli -h 127.0.0.1 -p 6380 --no-auth-warning --raw EVAL_RO "))
  }

  @Test("the service manager stops and starts it where there is one; it counts as stopped when no process is left")
  func managers() {
    #expect(service.stop().line == "sudo -n systemctl stop redis-server [writes]")
    #expect(service.start().line == "sudo -n systemctl start redis-server [writes]")
    #expect(service.isStopped.pipeline.commands.map(\.line) == ["systemctl show --property=MainPID --value redis-server [reads]"])
    #expect(service.isStopped.criterion == .equals("0"))
    #expect(daemon.start().line == "redis-server /r/redis.conf [writes]")
    #expect(daemon.stop().line == "/sbin/start-stop-daemon --stop --oknodo --retry=TERM/30 --pidfile=/r/pid --name=redis-server [writes]")
    #expect(daemon.isStopped.pipeline.commands.map(\.executable) == ["ps", "awk"])
    #expect(daemon.answers.criterion == .equals("PONG"))
    #expect(
      service.answers.hopes.map(\.line) == ["systemctl show --property=ActiveState --value redis-server [reads] ≠ failed"],
      "a server that gave up is not waited for")
    #expect(daemon.answers.hopes.map { $0.pipeline.commands.map(\.executable) } == [["ps", "awk"]])
  }

  @Test("the append-only file is repaired on a copy, which then takes its place beside the damaged one")
  func repair() {
    #expect(
      service.copyAppendOnlyFile().line
        == "sudo -n -u redis cp --archive --no-target-directory /var/lib/redis/appendonlydir /var/lib/redis/appendonlydir.repaired [writes]"
    )
    #expect(daemon.repairCopy().commands[0].line == "redis-check-aof --fix /r/appendonlydir.repaired/appendonly.aof.manifest [writes]")
    #expect(daemon.repairCopy().commands[0].input == "y\n")
    #expect(
      daemon.exchangeAppendOnlyFile().map(\.line) == [
        "mv --no-target-directory /r/appendonlydir /r/appendonlydir.damaged [destroys]",
        "mv --no-target-directory /r/appendonlydir.repaired /r/appendonlydir [writes]",
      ])
  }

  @Test("what nothing repairs is moved aside under another name, not removed")
  func setAside() {
    #expect(
      service.setAside().line
        == "sudo -n -u redis find /var/lib/redis -maxdepth 1 ( -name appendonlydir -o -name dump.rdb ) -exec mv --no-target-directory {} "
        + "{}.damaged ; [destroys]")
    #expect(daemon.isSetAside.line == "test ! -e /r/appendonlydir -a ! -e /r/dump.rdb [reads] exits with 0")
    #expect(daemon.hasNoLeftovers.line == "test ! -e /r/appendonlydir.damaged -a ! -e /r/dump.rdb.damaged [reads] exits with 0")
  }

  @Test("an address or a key that is secret stands in a file that curl alone reads")
  func messages() {
    let chat = Chat(configuration: AbsolutePath(literal: "/s/chat.curl")).say("A “word”, a \"quote\" and a \\")
    #expect(chat.line.hasPrefix("curl --config /s/chat.curl --fail "))
    #expect(!chat.line.contains("http"))
    #expect(chat.input?.template == #"{"text":"A “word”, a \"quote\" and a \\"}"#)
    let page = StatusPage("http://127.0.0.1:1/v1/pages/p", configuration: AbsolutePath(literal: "/s/page.curl"))
    let told = page.open("Outage", .investigating, "We are looking")
    #expect(told.line.hasSuffix("--request POST http://127.0.0.1:1/v1/pages/p/incidents [writes]"))
    #expect(told.input?.template == #"{"incident":{"name":"Outage","status":"investigating","body":"We are looking"}}"#)
    #expect(Heartbeat("http://127.0.0.1:1/ping/u").succeeded().line.hasSuffix(" /dev/null http://127.0.0.1:1/ping/u [writes]"))
    #expect(Heartbeat("http://127.0.0.1:1/ping/u").failed().line.hasSuffix("/ping/u/fail [writes]"))
  }

  @Test("the application's commands say what they do; asking whether it knows one only reads")
  func artisan() {
    let app = Artisan(directory: AbsolutePath(literal: "/www"))
    #expect(app.countMissingPrintFiles().line == "php artisan print-files:requeue --dry-run --json [reads]")
    #expect(app.requeuePrintFiles().line == "php artisan print-files:requeue --json [writes]")
    #expect(app.requeuePrintFile(of: "o").line == "php artisan print-files:requeue --order=o --json [writes]")
    #expect(app.holdPrintFile(of: "o").line == "php artisan print-files:hold o [writes]")
    #expect(app.reconcileStorage().line == "php artisan storage:reconcile --json [writes]")
    #expect(app.reconcileStorage(of: Workshop.tenant).line == "php artisan storage:reconcile --tenant=‹tenant› --json [writes]")
    #expect(app.knows("storage:reconcile").pipeline.commands.map(\.line) == ["php artisan storage:reconcile --help [reads]"])
  }

  @Test("the shop's name is pointed by one call, and counts as pointed when the zone says so")
  func names() {
    let names = NameService("www.shop.", zone: "Z0AB", home: "192.0.2.1", away: "192.0.2.2", environment: ["AWS_ENDPOINT_URL": "http://b"])
    let batch =
      #"{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"www.shop.","Type":"A","TTL":60,"#
      + #""ResourceRecords":[{"Value":"192.0.2.2"}]}}]}"#
    let point = names.point(to: names.away)
    #expect(point.line == "aws route53 change-resource-record-sets --hosted-zone-id=Z0AB --change-batch=\(batch) [writes]")
    #expect(point.environment == ["AWS_ENDPOINT_URL": .text("http://b")])
    #expect(names.points(to: names.away).criterion == .equals("192.0.2.2"))
  }

  @Test("an incident's id is what a status page gives, and nothing that could be a path", arguments: ["", "../x", "A1", "a/b", "a b"])
  func incidents(text: String) throws {
    #expect(try IncidentID(parsing: "4kq2m1v0x7zb").text == "4kq2m1v0x7zb")
    #expect(throws: Problem.self) { try IncidentID(parsing: text) }
  }
}

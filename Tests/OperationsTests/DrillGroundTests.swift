import Operations
import Runbooks
import Testing

@Suite("A drill's own places, as commands") struct DrillGroundTests {
  typealias W = Workshop

  static let ground = DrillGround(
    folder: AbsolutePath(literal: "/srv/drill"), port: 5499, user: "printflow", programs: "/pg/bin",
    asOwner: ["sudo", "-n", "-u", "postgres"],
    bucket: Bucket("shop-drill", region: "eu-west-1"),
    app: ScratchApplication(website: Website("http://localhost:8001"), start: ["drill-app", "start"], stop: ["drill-app", "stop"]))

  @Test("the folder is made as a whole, signed with the run, and removed without following a link")
  func folder() {
    let ground = Self.ground
    #expect(ground.make().commands.map(\.line) == ["sudo -n -u postgres mkdir --mode=700 /srv/drill [writes]"])
    #expect(
      ground.sign().commands.map(\.line) == [
        "runbook scratch mark [reads]", "sudo -n -u postgres tee /srv/drill/runbook-drill [writes]",
      ])
    #expect(ground.remove().line == "sudo -n -u postgres rm --recursive --force --one-file-system -- /srv/drill [writes]")
    #expect(ground.furnish().allSatisfy { $0.target == ground.cluster.target })
    #expect(ground.furnish()[2].input?.template == "host all all 127.0.0.1/32 scram-sha-256\n", "nobody comes in without a password")
    #expect(ground.isGone.line == "sudo -n -u postgres test ! -e /srv/drill -a ! -L /srv/drill [reads] exits with 0")
  }

  @Test("the server's settings stand on its command line, and it is asked which directory it works on")
  func server() {
    let words = Self.ground.cluster.start().arguments.map(\.template)
    let options = words.first { $0.hasPrefix("--options=") } ?? ""
    for setting in [
      "config_file=/srv/drill/postgresql.conf", "data_directory=/srv/drill/data", "port=5499", "listen_addresses=127.0.0.1",
      "archive_mode=off",
    ] { #expect(options.contains("-c \(setting)")) }
    #expect(Self.ground.isItself.criterion == .equals("/srv/drill/data"))
    #expect(Self.ground.database("live_db").server.port == 5499)
  }

  @Test("the restore names its directory, maps tablespaces below the folder, and a moment is in pgBackRest's own words")
  func restore() {
    let tool = PgBackRest(stanza: "printflow")
    let words = "sudo -n -u postgres pgbackrest --stanza=printflow --pg1-path=/srv/drill/data --archive-mode=off "
    #expect(
      tool.restore(into: Self.ground, set: "20260615-020003F").line
        == words + "--tablespace-map-all=/srv/drill/tablespaces --set=20260615-020003F restore [writes]")
    let target = Parameter<Timestamp>("recover-to", "The moment")
    let arguments = tool.restore(into: Self.ground, to: target, set: "20260615-020003F").arguments.map(\.template)
    #expect(
      arguments.contains("--type=time") && arguments.contains("--target=‹recover-to›") && arguments.contains("--target-action=promote"))
    #expect(tool.restore(into: Self.ground, set: "x").target?.realm == .scratch)
  }

  @Test("a bucket is made in its region, tagged with the run, emptied and removed; us-east-1 is said by saying nothing")
  func bucket() {
    let s3 = ObjectStore()
    #expect(
      s3.create(Self.ground.bucket).line
        == "aws s3api create-bucket --bucket=shop-drill --create-bucket-configuration=LocationConstraint=eu-west-1 --region=eu-west-1 [writes]"
    )
    #expect(
      s3.create(Bucket<Scratch>("b", region: "us-east-1")).line == "aws s3api create-bucket --bucket=b --region=us-east-1 [writes]")
    #expect(s3.sign(Self.ground.bucket).line == "runbook scratch tag --bucket=shop-drill --region=eu-west-1 [writes]")
    #expect(
      s3.remove(Self.ground.bucket).map(\.line) == [
        "aws s3 rm s3://shop-drill --recursive --only-show-errors --region=eu-west-1 [writes]",
        "aws s3api delete-bucket --bucket=shop-drill --region=eu-west-1 [writes]",
      ])
    let copy = s3.copy(Bucket<Production>("replica", region: "eu-west-1"), under: "designs/", to: Self.ground.bucket)
    #expect(copy.line.hasPrefix("aws s3 sync s3://replica/designs/ s3://shop-drill/designs/ --source-region=eu-west-1"))
    #expect(copy.target?.realm == .scratch)
  }

  @Test("the look keeps folder, port, bucket and site from production's, and refuses instead of blocking")
  func isolation() {
    let look = Self.ground.isIsolated(
      folders: [AbsolutePath(literal: "/data")], ports: [5432], buckets: ["shop"], websites: [Website("http://localhost:8000")])
    #expect(look.isSafety)
    #expect(
      look.probe.line
        == "runbook scratch isolated --folder=/srv/drill --port=5499 --bucket=shop-drill --website=http://localhost:8001 --not-folder=/data "
        + "--not-port=5432 --not-bucket=shop --not-website=http://localhost:8000 [reads] exits with 0")
  }

  @Test("the log is asked whether it is kept in git; the report is committed, the monitor told by the result")
  func log() {
    let log = DrillLog(folder: AbsolutePath(literal: "/ops/drills"))
    #expect(log.isKept.probe.line == "git -C /ops/drills rev-parse --is-inside-work-tree [reads] = true")
    #expect(log.add().line == "runbook drill-log add --log=/ops/drills --json [writes]")
    #expect(
      log.tell("https://hc/1", result: Output<DrillResult>("result")).line
        == "runbook drill-log tell --heartbeat=https://hc/1 --result=‹result› --json [writes]")
  }

  @Test("a drill's mark is a run's id or a word, and nothing that a shell or a log could trip over")
  func marks() throws {
    for text in ["none", "unmarked", "20260615T140500Z-drill-7f3a91"] { #expect(try DrillMark(parsing: text).text == text) }
    for text in ["", "-x", "a b", "a\nb", "ä", String(repeating: "a", count: 121)] {
      #expect(throws: (any Error).self) { try DrillMark(parsing: text) }
    }
    #expect(throws: (any Error).self) { try DrillResult(parsing: "perhaps") }
    #expect(throws: (any Error).self) { try HeartbeatAnswer(parsing: "") }
  }
}

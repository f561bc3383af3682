import Glibc
import Operations
import Runbooks
import Testing

/// Against a real Redis on loopback.
@Suite("The queue and the append-only file of a real Redis", .enabled(if: LiveRedis.isInstalled, "needs redis-server"))
struct LiveRedisTests {
  /// A job that was added so many seconds ago.
  private func add(_ live: LiveRedis, _ id: String, secondsAgo: Int) throws {
    try live.say("HSET", "bull:print-files:\(id)", "timestamp", String((time(nil) - secondsAgo) * 1000))
  }

  @Test(
    "an hour-old job is counted and its age told, wherever it waits",
    arguments: [
      ["LPUSH", "wait"], ["LPUSH", "paused"], ["ZADD", "prioritized", "42949672961"], ["ZADD", "delayed", "due"],
    ])
  func hourOld(words: [String]) throws {
    let live = try LiveRedis()
    try live.start()
    #expect(try live.number(live.queue.depth()) == 0)
    #expect(try live.number(live.queue.oldest()) == 0)
    try add(live, "old", secondsAgo: 3600)
    try add(live, "new", secondsAgo: 10)
    let place = "bull:print-files:\(words[1])"
    let due = String((time(nil) - 3600) * 1000 * 4096)
    if words.count == 2 {
      try live.say("LPUSH", place, "old")
    } else {
      try live.say("ZADD", place, words[2] == "due" ? due : words[2], "old")
    }
    // What a second attempt and a marker leave in the line.
    try live.say("RPUSH", "bull:print-files:wait", "new", "0:0")
    #expect(try live.number(live.queue.depth()) == 2)
    let age = try #require(try live.number(live.queue.oldest()))
    #expect((3600...3660).contains(age), "\(age)")
  }

  @Test("a job that is put off to a later moment waits for nobody yet")
  func later() throws {
    let live = try LiveRedis()
    try live.start()
    try add(live, "later", secondsAgo: 3600)
    try live.say("ZADD", "bull:print-files:delayed", String((time(nil) + 3600) * 1000 * 4096), "later")
    #expect(try live.number(live.queue.depth()) == 0)
    #expect(try live.number(live.queue.oldest()) == 0)
  }

  @Test("what failed before Redis was started again is not counted as failed now")
  func failures() throws {
    let live = try LiveRedis()
    try live.start()
    try live.say("ZADD", "bull:print-files:failed", String((time(nil) - 3600) * 1000), "last-week")
    #expect(try live.number(live.queue.failures()) == 0)
    try live.say("ZADD", "bull:print-files:failed", String((time(nil) + 1) * 1000), "now")
    #expect(try live.number(live.queue.failures()) == 1)
  }

  @Test(
    "durable is an append-only file, written at least every second, and no eviction; the last word in the file counts",
    arguments: [
      ("appendonly yes\nappendfsync everysec\nmaxmemory-policy noeviction", true), ("APPENDONLY \"yes\"\nappendfsync always", true),
      ("appendonly yes\nappendfsync no\nmaxmemory-policy noeviction", false), ("appendonly yes\nmaxmemory-policy allkeys-lru", false),
      ("appendonly yes\nappendonly no", false), ("# appendonly yes", false), ("", false),
    ])
  func durable(configuration: String, is durable: Bool) throws {
    let live = try LiveRedis()
    try live.write(configuration)
    let seen = try live.run(live.redis.isDurable.pipeline).output
    #expect(try live.passes(live.redis.isDurable) == durable, "\(seen)")
  }

  @Test("a rewritten file holds its jobs in the base, and counts although the file behind it is empty")
  func rewritten() throws {
    let live = try LiveRedis()
    #expect(try live.number(of: live.redis.countAppendOnlyFiles()) == 0)
    try live.rewrite()
    #expect(try live.number(of: live.redis.countAppendOnlyFiles()) == 1)
    #expect(try live.number(of: live.redis.countUnreadableBases()) == 0)
    try live.run(Pipeline([live.redis.copyAppendOnlyFile()]))
    #expect(try live.run(live.redis.repairCopy()).output.split(separator: "\n").last == "0", "nothing is cut")
  }

  @Test("Redis dies of a damaged base, which is told at once; moved aside and kept, it is no obstacle")
  func damagedBase() throws {
    let live = try LiveRedis()
    try live.rewrite()
    let base = try #require(try live.files("*.base.rdb").first)
    try live.run(["truncate", "--size=-20", base])
    #expect(try live.number(of: live.redis.countUnreadableBases()) == 1)
    try live.run(Pipeline([live.redis.start()]))
    let alive = try #require(live.redis.answers.hopes.first)
    for _ in 0..<200 where try live.passes(alive) { usleep(20_000) }
    #expect(try !live.passes(alive))
    try live.run(["cp", base, "\(live.folder)/dump.rdb"])
    #expect(try !live.passes(live.redis.isSetAside))
    try live.run(Pipeline([live.redis.setAside()]))
    #expect(try live.passes(live.redis.isSetAside))
    #expect(try !live.passes(live.redis.hasNoLeftovers))
    #expect(try live.files("*.damaged").count == 2)
    #expect(try live.files("*.base.rdb").count == 1)
    try live.start()
    #expect(try live.say("EXISTS", "kept") == "0")
    // A second time would be over the first: nothing is lost by it.
    try live.run(Pipeline([live.redis.setAside()]))
    #expect(try !live.passes(live.redis.isSetAside))
  }
}

extension LiveRedis {
  func number(of pipeline: Pipeline) throws -> Int? { Int(try run(pipeline).output) }

  /// Leaves a dead server whose only key is in the base of its append-only file.
  func rewrite() throws {
    try start()
    try say("SET", "kept", String(repeating: "x", count: 500))
    try say("BGREWRITEAOF")
    for _ in 0..<200 where try !say("INFO", "persistence").contains("aof_rewrite_in_progress:0") { usleep(20_000) }
    kill()
  }
}

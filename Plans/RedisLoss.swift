import Operations
public import Runbooks

/// §5.4 Redis lost, and with it the jobs that were in flight.
public struct RedisLoss: Runbook {
  /// The name on the command line.
  public static let name = "redis-loss"
  /// The title.
  public static let title = "Redis loss (jobs in flight)"
  /// The section of the seed.
  public static let section = "§5.4"
  /// RTO < 30 min; RPO: what was not persisted, a second's worth with appendfsync everysec.
  public static let objectives = Objectives(rto: .minutes(30), rpo: .minutes(1))
  /// Where it is safer than the seed's own commands.
  public static let differences = [
    PrintFlow.declared,
    "the append-only file is repaired on a copy, the bytes that are cut are approved, and the damaged file is kept beside it",
    "what no tool repairs is moved aside and kept before Redis starts with an empty queue; started on it, Redis would die of it again",
    "Redis counts as started when it has read its file and answers; redis-server itself ends with 0 before it has looked at it",
    "jobs are looked for in both ways: also a repaired file has lost what was behind the damage",
    "an order that has a path is looked at by its file's status, too: a destroyed file's job may have been in the queue; without a design none is made",
    "a job's id is its order's, so that queueing it twice makes one job (hazard 17)",
    "that Redis is the queue's alone and that QUEUE_CONNECTION is not sync stands beside the application's secrets: it is not looked at",
    "one Redis is started, the one that the estate names; the replica with Sentinel that the paper asks for is not looked at",
  ]

  let estate: PrintFlow
  let files = Output<Count>("append-only-files")
  let unreadable = Output<Count>("unreadable-bases")
  let cut = Output<Count>("bytes-cut")
  let unmade = Output<Count>("paid-orders-without-file")
  let undesigned = Output<Count>("paid-orders-without-design")
  let lost = Output<Count>("lost-jobs")
  let queued = Output<Count>("jobs-queued-again")

  /// The runbook for an estate.
  public init(_ estate: PrintFlow) {
    self.estate = estate
  }

  var redis: Redis { estate.printQueue.redis }

  /// What must hold before anything is touched.
  public var preconditions: [Precondition] {
    Precondition(
      "production's PostgreSQL answers", estate.postgres.answers,
      remedy: "the database says which jobs are lost; if it is down, this is §5.1")
    Precondition(
      "Redis writes an append-only file every second and evicts nothing", redis.isDurable,
      remedy: redis.durableRemedy)
    Precondition(
      "no damaged copy of an earlier repair lies beside it", redis.hasNoLeftovers,
      remedy: "look whether it is still needed, then move appendonlydir.damaged or dump.rdb.damaged in \(redis.directory) away")
    Precondition(
      "the application can queue print files again", estate.app.knows("print-files:requeue"),
      remedy: "build it as an artisan command, idempotent by order: seed §5.4")
  }

  /// The steps of §5.4.
  public var body: [Step] {
    Step("Make sure that no Redis is running", id: "stop") { redis.stop() }
      .verify(redis.isStopped)
      .idempotent
      .estimate(.minutes(1))
    Step("Look for the append-only file", id: "look") { redis.countAppendOnlyFiles() }
      .capture(files)
      .estimate(.minutes(1))
    Step("Look whether its base can be read", id: "look-base") { redis.countUnreadableBases() }
      .capture(unreadable)
      .estimate(.minutes(1))
    Decision(
      "Can the append-only file be repaired, or is Redis' data truly lost? \(files) files hold jobs; \(unreadable) of them cannot be read at all",
      id: "data", by: .incidentCommander
    ) {
      When("file") {
        Step("Repair a copy of the append-only file", id: "repair-copy") {
          redis.copyAppendOnlyFile()
          redis.repairCopy()
        }
        .capture(cut, .line(-1))
        .idempotent
        .estimate(.minutes(5))
        Gate("Put the repaired copy in place: \(cut) bytes at the end of the append-only file are given up", id: "approve-repair")
        Step("Exchange the append-only file; the damaged one stays beside it", id: "exchange") { redis.exchangeAppendOnlyFile() }
          .inDoubt(redis.isExchanged)
          .owes(aside)
          .estimate(.minutes(1))
        start
      }
      When("lost") {
        Gate(
          "Start Redis with an empty queue: every job that was in it is given up; its \(files) files are kept aside, and Redis does not read them",
          id: "approve-empty")
        Step("Move what is left of Redis' data aside and keep it", id: "set-aside") { redis.setAside() }
          .verify(redis.isSetAside)
          .inDoubt(redis.isSetAside)
          .owes(aside)
          .estimate(.minutes(1))
        start
      }
    }
    .chosen("lost", when: files, is: 0)
    Check("Redis evicts nothing", id: "noeviction", redis.setting("maxmemory-policy"), .contains("noeviction"))
    Check("Redis writes its append-only file", id: "appendonly", redis.setting("appendonly"), .contains("yes"))
    Step("Find the paid orders that have neither print file nor job", id: "lost-jobs") { estate.app.countMissingPrintFiles() }
      .on(estate.app.host)
      .capture(unmade, .json("waitingForFile"))
      .capture(lost, .json("lost"))
      .capture(undesigned, .json("withoutDesign"))
      .rehearsed(#"{"waitingForFile":42,"lost":16,"withoutDesign":0}"#)
      .estimate(.minutes(2))
    Gate(
      """
      Queue the print files of \(lost) paid orders again; \(unmade) have none yet, and \(undesigned) of these have no design, so that \
      nobody can make theirs
      """, id: "approve-queue")
    Step("Queue them again, each at most once", id: "queue-again") { estate.app.requeuePrintFiles() }
      .on(estate.app.host)
      .capture(queued, .json("added"))
      .rehearsed(#"{"added":16}"#)
      .idempotent
      .estimate(.minutes(2))
    Check(
      "Every paid order has its print file", id: "files-made",
      estate.postgres.query(Self.ordersWithoutFile, in: estate.live), .equals("0"), within: .minutes(10)
    )
    .marked(.verification)
    .estimate(.minutes(5))
    Check("No job is waiting any more", id: "depth", estate.printQueue.depth(), .equals("0"), within: .minutes(2))
      .marked(.verification)
    Check("The oldest waiting job is younger than 5 minutes", id: "age", estate.printQueue.oldest(), .atMost("300"))
      .marked(.verification)
    Check("No job has failed for good since Redis runs again", id: "failed", estate.printQueue.failures(), .equals("0"))
      .marked(.verification)
    Step("Tell the staff", id: "tell-staff") {
      estate.chat.say("Redis is back: \(queued) lost print jobs were queued again, every paid order has its print file.")
    }
    .idempotent
    .marked(.notify)
    .estimate(.minutes(1))
    Manual(
      "Write down who removes what was set aside in \(redis.directory) (appendonlydir.damaged, dump.rdb.damaged), and when", id: "keep"
    )
    .settles(aside)
  }

  /// What is owed for a file that is kept.
  private var aside: Text { "say who removes what was set aside in \(redis.directory)" }

  /// Counts the paid orders whose print file is still to come: none yet, or a path whose file is being made or mended and can be made.
  static let ordersWithoutFile: Text = """
    SELECT count(*) FROM orders AS o WHERE o.paid_at IS NOT NULL AND o.status NOT IN ('open', 'cancelled')
       AND (o.design_print_ready_file IS NULL OR o.file_status <> 'ready' AND EXISTS (
         SELECT FROM order_items AS i JOIN designer_documents AS d ON d.id = i.document_id WHERE i.id = o.main_item_id))
    """

  private var start: Step {
    Step("Start Redis and wait until it has read its file", id: "start") { redis.start() }
      .verify(redis.answers)
      .idempotent
      .estimate(.minutes(3))
  }
}

extension Redis {
  /// What makes its jobs survive it.
  var durableRemedy: Text { "set appendonly yes, appendfsync everysec and maxmemory-policy noeviction in \(configuration): seed §5.4" }
}

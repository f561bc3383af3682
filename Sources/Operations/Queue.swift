public import Runbooks

/// A queue as BullMQ keeps it in Redis: looked at here, written to by the application alone.
public struct Queue: Sendable {
  /// The server that holds it.
  public let redis: Redis
  /// The beginning of its keys, such as `bull:print-files`.
  public let name: String

  /// A queue by the beginning of its keys.
  public init(_ name: String, in redis: Redis) {
    self.redis = redis
    self.name = name
  }

  /// Prints how many jobs wait.
  public func depth() -> Command { redis.command(["LLEN", "\(name):wait"], effect: .reads) }

  /// Prints how many jobs have failed for good.
  public func failures() -> Command { redis.command(["ZCARD", "\(name):failed"], effect: .reads) }

  /// Prints for how many seconds the job that is next has waited; 0 when none waits.
  public func oldest() -> Command {
    redis.command(
      [
        "EVAL_RO",
        """
        local id = redis.call('LINDEX', KEYS[1] .. ':wait', -1)
        local at = id and redis.call('HGET', KEYS[1] .. ':' .. id, 'timestamp')
        return at and math.max(0, math.floor(redis.call('TIME')[1] - at / 1000)) or 0
        """, "1", Text(name),
      ], effect: .reads)
  }
}

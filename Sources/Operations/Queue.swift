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

  /// Prints how many jobs wait: in line, paused, by priority, and put off to a moment that has passed.
  ///
  /// A job that is put off to a later moment waits for nobody, and a marker is none.
  public func depth() -> Command {
    look(
      """
      local depth = redis.call('ZCARD', KEYS[1] .. ':prioritized') + redis.call('ZCOUNT', KEYS[1] .. ':delayed', '-inf', now * 4096)
      for _, list in ipairs({':wait', ':paused'}) do
        for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. list, 0, -1)) do
          if string.sub(id, 1, 2) ~= '0:' then depth = depth + 1 end
        end
      end
      return depth
      """)
  }

  /// Prints how many jobs have failed for good since the server runs; what failed before is not this incident's.
  public func failures() -> Command {
    look(
      """
      local up = tonumber(string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)'))
      return redis.call('ZCOUNT', KEYS[1] .. ':failed', now - (up + 1) * 1000, '+inf')
      """)
  }

  /// Prints for how many seconds the oldest of the waiting jobs has waited; 0 when none waits.
  ///
  /// Each is looked at: with priorities, and after a second attempt, the one at the end is not the oldest.
  public func oldest() -> Command {
    look(
      """
      local first = now
      local function take(ids)
        for _, id in ipairs(ids) do
          local at = tonumber(redis.call('HGET', KEYS[1] .. ':' .. id, 'timestamp') or now)
          if at and at < first then first = at end
        end
      end
      take(redis.call('LRANGE', KEYS[1] .. ':wait', 0, -1))
      take(redis.call('LRANGE', KEYS[1] .. ':paused', 0, -1))
      take(redis.call('ZRANGE', KEYS[1] .. ':prioritized', 0, -1))
      local due = redis.call('ZRANGE', KEYS[1] .. ':delayed', 0, 0, 'WITHSCORES')[2]
      if due then first = math.min(first, due / 4096) end
      return math.floor((now - first) / 1000)
      """)
  }

  /// A script that only reads, with the server's time in milliseconds as `now`.
  private func look(_ script: String) -> Command {
    redis.command(
      [
        "EVAL_RO",
        Text("local time = redis.call('TIME')\nlocal now = time[1] * 1000 + math.floor(time[2] / 1000)\n" + script), "1", Text(name),
      ], effect: .reads)
  }
}

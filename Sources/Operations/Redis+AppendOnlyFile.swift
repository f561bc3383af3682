public import Runbooks

extension Redis {
  private var kept: String { "\(directory.text)/appendonlydir" }

  private var snapshot: String { "\(directory.text)/dump.rdb" }

  /// Prints how many files of the append-only file hold something: after a rewrite all jobs are in its base.
  public func countAppendOnlyFiles() -> Pipeline {
    words(
      asOwner + [
        "find", directory.text, "-path", "\(kept)/*", "(", "-name", "*.base.rdb", "-o", "-name", "*.base.aof", "-o", "-name", "*.incr.aof",
        ")", "-size", "+0",
      ], effect: .reads
    )
    .piped(to: words(["wc", "--lines"], effect: .reads))
  }

  /// Prints how many bases of the append-only file cannot be read: no tool repairs those.
  public func countUnreadableBases() -> Pipeline {
    words(
      asOwner + [
        "find", directory.text, "-path", "\(kept)/*.base.rdb", "!", "-exec", "redis-check-rdb", "{}", ";", "-printf", "unreadable\\n",
      ], effect: .reads
    )
    .using("redis-check-rdb")
    .piped(to: words(["awk", "/^unreadable$/ { found++ } END { print found + 0 }"], effect: .reads))
  }

  /// Copies the append-only file beside itself, to be repaired there.
  public func copyAppendOnlyFile() -> Command {
    words(asOwner + ["cp", "--archive", "--no-target-directory", kept, kept + ".repaired"], effect: .writes)
  }

  /// Repairs the copy and prints, as its last line, how many bytes of the newest file's end were cut.
  public func repairCopy() -> Pipeline {
    words(asOwner + ["redis-check-aof", "--fix", "\(kept).repaired/appendonly.aof.manifest"], effect: .writes).reading("y\n")
      .piped(to: words(["sed", "--quiet", "s/^AOF analyzed: .* diff=//p"], effect: .reads))
  }

  /// Puts the repaired copy in place; the damaged one is kept as `appendonlydir.damaged`.
  public func exchangeAppendOnlyFile() -> [Command] {
    [
      words(
        asOwner + ["mv", "--no-target-directory", kept, kept + ".damaged"],
        effect: .destroys("what lies behind the damage in \(kept), as Redis reads it")),
      words(asOwner + ["mv", "--no-target-directory", kept + ".repaired", kept], effect: .writes),
    ]
  }

  /// The exchange has been made.
  public var isExchanged: Probe {
    Probe(words(asOwner + ["test", "-d", kept, "-a", "-d", kept + ".damaged", "-a", "!", "-e", kept + ".repaired"], effect: .reads))
  }

  /// Moves what Redis would read away, whatever there is of it; all of it is kept under names that end in `.damaged`.
  public func setAside() -> Command {
    words(
      asOwner + [
        "find", directory.text, "-maxdepth", "1", "(", "-name", "appendonlydir", "-o", "-name", "dump.rdb", ")", "-exec", "mv",
        "--no-target-directory", "{}", "{}.damaged", ";",
      ], effect: .destroys("every job in \(kept), as Redis reads it"))
  }

  /// Nothing is there that Redis would read.
  ///
  /// `find` answers 0 also when `mv` did not.
  public var isSetAside: Probe {
    Probe(words(asOwner + ["test", "!", "-e", kept, "-a", "!", "-e", snapshot], effect: .reads))
  }

  /// Nothing is left of an earlier repair.
  public var hasNoLeftovers: Probe {
    Probe(words(asOwner + ["test", "!", "-e", kept + ".damaged", "-a", "!", "-e", snapshot + ".damaged"], effect: .reads))
  }
}

import RunbookBase
import RunbookJournal
import RunbookSystem

/// `runbook-bench fold-log LOG…`: reads, checks and folds each log once, in this process, and prints how long that took.
enum FoldLog {
  static func run(_ arguments: [String]) throws(Problem) {
    for path in arguments {
      let start = Clock.boottime()
      let bytes: [UInt8]
      do throws(SystemError) { bytes = try Files.read(path, limit: 1 << 30) } catch { throw Problem(.usage, "\(error)") }
      let contents = try Journal.read(bytes)
      Bench.say("\(contents.state.recordCount)\t\(bytes.count)\t\(Bench.milliseconds(Clock.boottime() - start))")
    }
  }
}

import RunbookBase
import RunbookSystem

/// What the benchmarks share.
enum Bench {
  /// Writes one line to standard output.
  static func say(_ text: String) { try? FileDescriptor.standardOutput.writeAll(text + "\n") }

  /// Writes one line to standard error.
  static func complain(_ text: String) { try? FileDescriptor.standardError.writeAll(text + "\n") }

  /// An argument that is a number of things, or what stands for it.
  static func number(_ arguments: [String], _ index: Int, _ fallback: Int? = nil) throws(Problem) -> Int {
    if index >= arguments.count, let fallback { return fallback }
    guard index < arguments.count, let number = Int(arguments[index]), number > 0 else {
      throw Problem(.usage, "argument \(index + 1) must be a number above 0")
    }
    return number
  }

  /// Time that this process was given by the processors, in nanoseconds: on a loaded machine a long task waits more often than a short one.
  static func processorTime() -> Int64 {
    let text = (try? Files.readText("/proc/self/schedstat", limit: 4096)) ?? ""
    return text.utf8.split(separator: 0x20).first.flatMap { Int64(Substring($0)) } ?? Clock.boottime()
  }

  static func median(_ times: [Int64]) -> Int64 { times.sorted()[times.count / 2] }

  /// Nanoseconds as milliseconds with three digits.
  static func milliseconds(_ time: Int64) -> String { decimal(time / 1000) }

  /// One time as a multiple of another, with three digits.
  static func ratio(_ time: Int64, _ other: Int64) -> String { decimal(time * 1000 / max(1, other)) }

  private static func decimal(_ thousandths: Int64) -> String {
    "\(thousandths / 1000)." + String(String(1000 + thousandths % 1000).dropFirst())
  }
}

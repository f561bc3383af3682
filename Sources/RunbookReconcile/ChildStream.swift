import RunbookBase
import RunbookSystem

/// A child whose standard output is read as a stream, and whose end is a verdict of its own.
final class ChildStream {
  let output: FileDescriptor
  private let child: Child
  private let errorFile: String
  private let name: String
  private var isOver = false

  /// Starts the child; its standard error goes to a file, so that it can never block on it.
  init(_ request: SpawnRequest, name: String, errorFile: String) throws(Problem) {
    self.name = name
    self.errorFile = errorFile
    var request = request
    (output, child) = try attempt("start \(request.executable)") { () throws(SystemError) in
      let pipe = try FileDescriptor.pipe()
      let errors = try FileDescriptor.open(errorFile, [.writeOnly, .create, .truncate], mode: 0o600)
      defer {
        pipe.writeEnd.closeQuietly()
        errors.closeQuietly()
      }
      request.standardOutput = pipe.writeEnd
      request.standardError = errors
      do throws(SystemError) { return (pipe.readEnd, try Child.spawn(request)) } catch {
        pipe.readEnd.closeQuietly()
        throw error
      }
    }
  }

  /// Waits for the child, which must have ended well: output that merely stopped is not a complete answer.
  func finish() throws(Problem) {
    guard !isOver else { return }
    isOver = true
    output.closeQuietly()
    let status = child.wait()
    if status.isSuccess { return }
    throw Problem(
      .stepFailed, "\(name) ended with \(status), so what it printed is not complete", details: errorLines(),
      hint: "nothing was judged on it; mend the cause and run again")
  }

  /// Stops a child that only reads, and whose remaining output nobody needs.
  func cancel() {
    guard !isOver else { return }
    isOver = true
    output.closeQuietly()
    child.signalGroup(9)
    child.wait()
  }

  private func errorLines() -> [String] {
    guard let text = try? Files.readText(errorFile, limit: 1 << 20) else { return [] }
    return text.split(separator: "\n").suffix(5).map(String.init)
  }

  deinit { cancel() }
}

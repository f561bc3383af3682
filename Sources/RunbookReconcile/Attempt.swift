import RunbookBase
import RunbookSystem

/// Runs a system call and turns its error into a problem that says what was wanted.
@discardableResult
func attempt<Value>(_ what: String, _ body: () throws(SystemError) -> Value) throws(Problem) -> Value {
  do { return try body() } catch { throw Problem(.stepFailed, "cannot \(what): \(error)") }
}

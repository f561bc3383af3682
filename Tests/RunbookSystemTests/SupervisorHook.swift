import Glibc
import RunbookSystem

/// Makes the test program understand `__supervise <folder>`, as the real program's main does.
///
/// A supervisor is this same program started again, and tests have no main of their own; the loader calls the functions of this
/// section before main.
@section(".init_array")
@used
private let superviseWhenAsked: @convention(c) (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafeRawPointer?) -> Void = {
  (count, words, _) in
  guard count == 3, let words, let verb = words[1], let folder = words[2], String(cString: verb) == Supervisor.verb else { return }
  exit(Supervisor.main(attemptDirectory: String(cString: folder)))
}

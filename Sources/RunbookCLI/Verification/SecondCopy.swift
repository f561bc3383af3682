import RunbookBase
import RunbookJournal
import RunbookSystem

/// What the second place holds of a run.
struct SecondCopy {
  let place: String
  /// nil when it holds nothing of the run.
  let bytes: [UInt8]?

  /// The second copy that is named, else the one that the estate or the environment names; nil where nobody names one.
  static func find(_ named: String?, of run: RunID, estate: String?, _ context: Context) throws(Problem) -> SecondCopy? {
    let known = named == nil ? estate.flatMap { try? context.estate($0) } : nil
    guard case .folder(let place)? = try CopyOption.place(named, known, context) else { return nil }
    let path = Files.isDirectory(place) ? RecordCopy.path(of: run, in: place) : place
    guard Files.exists(path) else {
      guard named == nil else {
        throw Problem(.usage, "there is no copy of \(run) in \(place)", hint: "name the folder or the file with --copy")
      }
      return SecondCopy(place: place, bytes: nil)
    }
    do throws(SystemError) { return SecondCopy(place: place, bytes: try Files.read(path, limit: 1 << 30)) } catch {
      throw Problem(.usage, "the copy cannot be read: \(error)", hint: "name another one with --copy")
    }
  }
}

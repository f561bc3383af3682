import RunbookBase
import RunbookExecution
import RunbookSystem

extension DoctorScene {
  /// This program itself: which one it is, and whether somebody else could put another in its place.
  var program: [DoctorPoint] {
    let title = "the program"
    let path: String
    let status: FileStatus
    let digest: SHA256.Digest
    do throws(SystemError) {
      path = try Host.executablePath()
      status = try Files.stat(path)
      digest = try Files.digest(path).digest
    } catch {
      return [
        .problem(.program, "program", title, "its own file cannot be read: \(error)", remedy: "install it again, then end the old one")
      ]
    }
    let observed = "\(path), \(RunSession.engine), SHA-256 \(digest.hex)"
    if status.mode & 0o022 != 0 {
      return [
        .problem(
          .program, "program", title, "\(observed); others can write to it (mode \(String(status.mode, radix: 8)))",
          remedy: "chmod go-w \(ShellWord.quoted(path)), and compare its SHA-256 with the release's")
      ]
    }
    return [.ok(.program, "program", title, observed)]
  }
}

import RunbookBase
import RunbookSystem

/// Private copies of what ssh-keygen reads by path: it sees exactly the bytes that were checked.
struct SigningFiles {
  let folder: String
  var signers: String { folder + "/allowed_signers" }
  var revoked: String { folder + "/revoked_keys" }
  var signature: String { folder + "/signature" }

  /// Writes the copies, runs the body and removes them.
  static func with<Result>(
    signers: [UInt8], revoked: [UInt8], signature: [UInt8], _ body: (SigningFiles) -> Result
  ) throws(SystemError) -> Result {
    let files = SigningFiles(folder: try Files.temporaryDirectory(prefix: "runbook-approval"))
    defer { try? Files.removeTree(files.folder) }
    for (path, bytes) in [(files.signers, signers), (files.revoked, revoked), (files.signature, signature)] {
      let file = try FileDescriptor.open(path, [.writeOnly, .create, .exclusive, .noFollow], mode: 0o600)
      defer { file.closeQuietly() }
      try file.writeAll(bytes)
    }
    return body(files)
  }
}

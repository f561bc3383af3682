public import RunbookBase

extension Files {
  /// The length and the SHA-256 of a file of any size, a piece at a time.
  public static func digest(_ path: String) throws(SystemError) -> (bytes: Int, digest: SHA256.Digest) {
    let file = try FileDescriptor.open(path, .readOnly)
    defer { file.closeQuietly() }
    var hash = SHA256()
    var count = 0
    while true {
      let piece = try named(path) { () throws(SystemError) in try file.read(upTo: 1 << 18) }
      if piece.isEmpty { return (count, hash.finalize()) }
      hash.update(piece)
      count += piece.count
    }
  }
}

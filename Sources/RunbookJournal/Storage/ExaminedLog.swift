/// A log that was read and checked before its lock was held, with the bytes that vouch for it.
public struct ExaminedLog: Sendable {
  /// The run's folder.
  public let folder: RunFolder
  /// What the log said.
  public let contents: Journal.Contents
  /// The whole file, as it was read.
  public let bytes: [UInt8]

  init(folder: RunFolder, bytes: [UInt8], contents: Journal.Contents) {
    self.folder = folder
    self.bytes = bytes
    self.contents = contents
  }
}

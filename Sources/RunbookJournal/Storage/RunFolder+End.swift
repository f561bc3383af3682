package import RunbookBase
import RunbookSystem

extension RunFolder {
  /// When the run was sealed, as the log's last line says; nil when that says something else.
  ///
  /// A look at the end alone, for those who pass over runs that are done with; whoever relies on a log reads and checks it whole.
  package var sealedAt: WallTime? {
    guard let end = try? lastBytes(), end.last == 0x0A else { return nil }
    let line = end.dropLast().split(separator: 0x0A).last ?? []
    guard line.count > Frame.headerLength, let record = try? Record(payload: Array(line.dropFirst(Frame.headerLength)).span),
      case .sealed = record.event
    else { return nil }
    return record.at.wall
  }

  /// The last bytes of the log, more than a sealing record has.
  private func lastBytes() throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor.open(logPath, .readOnly)
    defer { file.closeQuietly() }
    _ = try file.seek(to: max(0, try file.seekToEnd() - 4096))
    return try file.read(upTo: 4096)
  }
}

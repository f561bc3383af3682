/// The exit record while the commands still run: room on the disk for it, and the names of the processes.
///
/// The room is reserved before the first command starts, so that a full disk cannot keep the outcome from being written
/// (reliability A.6).
struct PendingRecord {
  private static let header = "runbook-pending 1"
  private static let room: Int64 = 65536

  let files: AttemptFiles
  private let file: FileDescriptor
  /// How far the names of the processes reach.
  private var written = 0

  /// Reserves the room, durably; fails if any attempt did so before.
  init(_ files: AttemptFiles) throws(SystemError) {
    self.files = files
    file = try FileDescriptor.open(files.pending, [.readWrite, .create, .exclusive, .noFollow])
    do throws(SystemError) {
      try write(members: [])
      try file.allocate(Self.room)
      try file.fsync()
      try Files.syncDirectory(files.directory)
    } catch {
      discard()
      throw error
    }
  }

  /// Writes down who runs: the supervisor, and the commands, whose first one leads their group.
  mutating func write(members: [Int32]) throws(SystemError) {
    var text = RecordText(header: Self.header)
    text.add("boot", Clock.bootID())
    text.add("group", ifPresent: members.first)
    for (role, pid) in [("supervisor", Host.processID())] + members.map({ ("member", $0) }) {
      if let start = Host.processStartTime(pid) { text.add(role, "\(pid) \(start)") }
    }
    let bytes = text.bytes
    written = max(written, bytes.count)
    try file.seek(to: 0)
    try file.writeAll(bytes)
  }

  /// Turns the reserved room into the exit record, atomically and durably.
  ///
  /// The record is padded over what stood there, and cut to its length only when it has its name: a sync that finds neither a new
  /// length nor new blocks costs a third. Padding that a crash leaves is no part of the record.
  func complete(_ record: ExitRecord) throws(SystemError) {
    let bytes = record.text.bytes
    try file.seek(to: 0)
    try file.writeAll(bytes + [UInt8](repeating: 0, count: max(0, written - bytes.count)), label: "exit-record")
    try file.fdatasync()
    try Files.rename(files.pending, to: files.exit)
    try Files.syncDirectory(files.directory)
    try? file.truncate(to: Int64(bytes.count))
    file.closeQuietly()
  }

  /// Takes it back: nothing was started.
  func discard() {
    file.closeQuietly()
    try? Files.remove(files.pending)
  }

  /// Who runs, as written down.
  struct Processes {
    var supervisor: (pid: Int32, startTime: UInt64)?
    var members: [(pid: Int32, startTime: UInt64)] = []
    var group: Int32?
  }

  /// The processes of an attempt; none if it ran under another boot.
  static func processes(_ files: AttemptFiles) -> Processes {
    guard let bytes = try? Files.read(files.pending), let text = RecordText(bytes, header: header) else { return Processes() }
    guard text.text("boot") == Clock.bootID() else { return Processes() }
    func processes(_ role: String) -> [(pid: Int32, startTime: UInt64)] {
      text.all(role).compactMap { value in
        let words = value.split(separator: " ")
        guard words.count == 2, let pid = Int32(words[0]), let start = UInt64(words[1]) else { return nil }
        return (pid, start)
      }
    }
    return Processes(supervisor: processes("supervisor").first, members: processes("member"), group: text.number("group"))
  }
}

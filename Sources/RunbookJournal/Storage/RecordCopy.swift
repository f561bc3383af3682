public import RunbookBase
import RunbookSystem

/// Copies the records of a run to a second place, after each of them is durable here.
///
/// It may be late and it may fail, and neither stops the run: another process does it, within a time limit, and after a failure it
/// is left alone for a while. What is missing there is caught up with the next record, also in a later session.
public final class RecordCopy {
  /// What there is to tell after a try.
  public enum News: Hashable, Sendable {
    /// It has begun to fail; why.
    case failing(String)
    /// It works again, and everything is there.
    case caughtUp
    /// The file there holds something else than this log.
    case differs(String)
  }

  /// The word by which this program starts itself to copy into a folder.
  public static let verb = "internal-copy-records"
  private static let limitSeconds = 5.0
  private static let pause: Int64 = 30_000_000_000

  /// Where the copies go.
  public let place: CopyPlace
  private let folder: RunFolder
  private let ownExecutable: String
  private let environment: [String: String]
  private var sent: Int64 = 0
  private var isFailing = false
  private var isOver = false
  private var waitsUntil: Int64 = 0

  /// A copy of a run's log.
  ///
  /// - Parameters:
  ///   - ownExecutable: this program's file, which copies into a folder.
  ///   - environment: what the copying program sees.
  public init(_ place: CopyPlace, of folder: RunFolder, ownExecutable: String, environment: [String: String]) {
    self.place = place
    self.folder = folder
    self.ownExecutable = ownExecutable
    self.environment = environment
    sent = (try? Files.readText(progressPath, limit: 64)).flatMap { Int64(String($0.split(separator: "\n").first ?? "")) } ?? 0
  }

  /// The file of a run in a folder with copies.
  public static func path(of run: RunID, in folder: String) -> String { folder + "/" + run.text + ".audit.log" }

  private var progressPath: String { folder.path + "/copied" }

  /// Brings the second place up to date; nil when there is nothing to tell.
  ///
  /// - Parameter isLast: no record follows, so a pause after a failure is not kept.
  public func push(isLast: Bool = false) -> News? {
    guard !isOver, isLast || Clock.boottime() >= waitsUntil else { return nil }
    let failure: String?
    switch place {
    case .folder(let path):
      let outcome = start(ownExecutable, [Self.verb, folder.logPath, Self.path(of: folder.id, in: path)], input: nil)
      if case .differs(let words) = outcome {
        isOver = true
        return .differs(words)
      }
      failure = outcome.failure
    case .command(let words):
      guard let new = newLines, !new.isEmpty else { return nil }
      let executable = ExecutableSearch.resolve(words[0], path: environment["PATH"] ?? "") ?? words[0]
      failure = start(executable, Array(words.dropFirst()), input: new).failure
      if failure == nil {
        sent += Int64(new.count)
        try? Files.writeDurably(Array("\(sent)\n".utf8), to: progressPath)
      }
    }
    if let failure {
      waitsUntil = Clock.boottime() + Self.pause
      defer { isFailing = true }
      return isFailing ? nil : .failing(failure)
    }
    defer { isFailing = false }
    return isFailing ? .caughtUp : nil
  }

  /// The whole lines that were not sent yet.
  private var newLines: [UInt8]? {
    guard let log = try? FileDescriptor.open(folder.logPath, [.readOnly, .noFollow]) else { return nil }
    defer { log.closeQuietly() }
    guard (try? log.seek(to: sent)) != nil else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < 8 << 20, let piece = try? log.read(upTo: 1 << 16), !piece.isEmpty { bytes += piece }
    guard let end = bytes.lastIndex(of: 0x0A) else { return [] }
    return Array(bytes[...end])
  }

  private enum Outcome {
    case done
    case failed(String)
    case differs(String)
    var failure: String? { if case .failed(let words) = self { words } else { nil } }
  }

  private func start(_ executable: String, _ arguments: [String], input: [UInt8]?) -> Outcome {
    let outcome: Subprocess.Outcome
    do throws(SystemError) {
      outcome = try Subprocess.run(
        executable, arguments, environment: environment, workingDirectory: "/", input: input, outputLimit: 4096,
        timeLimitSeconds: Self.limitSeconds, graceSeconds: 0.5)
    } catch { return .failed(error.description) }
    if outcome.timedOut { return .failed("it took longer than \(Int(Self.limitSeconds)) s") }
    if outcome.status == .exited(0) { return .done }
    let said = String(decoding: outcome.errorOutput.split(separator: 0x0A).last ?? [], as: UTF8.self)
    let words = TerminalText.escapedLine(said.isEmpty ? "\(outcome.status)" : said)
    return outcome.status == .exited(RecordCopier.differs) ? .differs(words) : .failed(words)
  }
}

/// The process that copies into a folder: it reads both files itself, so that it needs to know nothing else.
public enum RecordCopier {
  /// The exit code when the file there is no beginning of the log.
  static let differs: Int32 = 3
  private static let overlap: Int64 = 65536

  /// Appends what the target lacks of the log; the exit code.
  public static func main(log: String, target: String) -> Int32 {
    do throws(SystemError) {
      if !Files.exists(target) { try create(target) }
      let source = try FileDescriptor.open(log, [.readOnly, .noFollow])
      let copy = try FileDescriptor.open(target, [.readWrite, .append, .noFollow])
      defer {
        source.closeQuietly()
        copy.closeQuietly()
      }
      let (have, there) = (try Files.stat(log).size, try Files.stat(target).size)
      let from = max(0, there - overlap)
      guard there <= have, try part(source, from, there) == part(copy, from, there) else {
        try? FileDescriptor.standardError.writeAll("the file \(target) holds something else than the log\n")
        return differs
      }
      guard there < have else { return 0 }
      try source.seek(to: there)
      while true {
        let bytes = try source.read(upTo: 1 << 16)
        if bytes.isEmpty { break }
        try copy.writeAll(bytes)
      }
      try copy.fdatasync()
      return 0
    } catch {
      try? FileDescriptor.standardError.writeAll("\(error)\n")
      return 1
    }
  }

  private static func create(_ target: String) throws(SystemError) {
    try FileDescriptor.open(target, [.writeOnly, .create, .exclusive, .noFollow]).close()
    if let folder = Files.directory(of: target) { try Files.syncDirectory(folder) }
  }

  private static func part(_ file: FileDescriptor, _ from: Int64, _ to: Int64) throws(SystemError) -> [UInt8] {
    try file.seek(to: from)
    var bytes: [UInt8] = []
    while Int64(bytes.count) < to - from {
      let piece = try file.read(upTo: Int(to - from) - bytes.count)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }
}

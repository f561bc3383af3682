public import RunbookBase
public import RunbookJournal
import RunbookSystem

/// The `approvals` folder of a run: one request per gate, answers beside it.
///
///     <gate>.request     <gate>.answer     <gate>.<code>.answer
public struct ApprovalFolder: Sendable {
  /// The path.
  public let path: String

  /// The folder through which requests and answers of several runs travel, and what its files of this run begin with.
  let exchange: (path: String, prefix: String)?

  /// The folder of a run, and one that is shared with other people; what lies there is believed for its signature alone.
  public init(_ run: RunFolder, exchange: String? = nil) {
    path = run.approvalsPath
    self.exchange = exchange.map { ($0, run.id.text + ".") }
  }

  init(path: String) {
    self.path = path
    exchange = nil
  }

  /// Where the request of a gate is.
  public func requestPath(_ gate: String) -> String { "\(path)/\(Self.fileName(gate)).request" }

  /// Takes a request that waits no longer away from where other people find it; the run keeps its own copy.
  public func unshare(_ gate: String) {
    if let path = sharedRequestPath(gate) { try? Files.remove(path) }
  }

  /// Where an answer is put: each under a name of its own, so that two people never replace each other's.
  public func answerPath(_ answer: SignedAnswer) -> String { "\(path)/\(Self.answerName(answer))" }

  /// The name of an answer's file in the folder of its run.
  static func answerName(_ answer: SignedAnswer) -> String { "\(fileName(answer.answer.gate)).\(answer.code).answer" }

  /// The name of an answer's file in a folder that several runs share.
  public static func sharedName(_ answer: SignedAnswer) -> String { "\(answer.answer.run).\(answerName(answer))" }

  /// Where the request of a gate lies for other people; nil where nothing is shared.
  public func sharedRequestPath(_ gate: String) -> String? { exchange.map { "\($0.path)/\($0.prefix)\(Self.fileName(gate)).request" } }

  /// Puts a request where other people find it.
  ///
  /// - Returns: why that could not be done; the request lies in the run's folder all the same.
  public func share(_ request: ApprovalRequest) -> String? {
    guard let path = sharedRequestPath(request.question.gate) else { return nil }
    do throws(SystemError) { try Files.writeDurably(request.file, to: path, mode: 0o644) } catch {
      return "the request cannot be put into the shared folder: \(error)"
    }
    return nil
  }

  /// Writes a request, whole or not at all.
  ///
  /// - Throws: `auditLogUnwritable` when the disk does not take it.
  public func write(_ request: ApprovalRequest) throws(Problem) { try write(request.file, to: requestPath(request.question.gate)) }

  /// Puts an answer beside its request, whole or not at all; the waiting run finds it.
  ///
  /// - Throws: `auditLogUnwritable` when the disk does not take it.
  public func write(_ answer: SignedAnswer) throws(Problem) { try write(answer.block, to: answerPath(answer)) }

  /// The request that waits at a gate; nil when there is none.
  ///
  /// - Throws: `usage` when the file is damaged.
  public func request(_ gate: String) throws(Problem) -> ApprovalRequest? {
    guard let text = Self.read(requestPath(gate)) else { return nil }
    return try ApprovalRequest(text: text)
  }

  /// The gates that have a request, by the ids in the requests; damaged files are left out.
  public func requests() -> [ApprovalRequest] {
    names(".request").compactMap { name in Self.read("\(path)/\(name)").flatMap { try? ApprovalRequest(text: $0) } }
  }

  /// The paths of the answer files of a gate, in order.
  func answerNames(_ gate: String) -> [String] {
    let prefix = Self.fileName(gate) + "."
    let shared = exchange.map { Self.names(".answer", in: $0.path, prefix: $0.prefix + prefix) } ?? []
    return Self.names(".answer", in: path, prefix: prefix) + shared
  }

  /// What an answer file holds; nil when it cannot be read as a plain file of moderate size.
  func answerText(_ path: String) -> [UInt8]? { Self.read(path) }

  private func names(_ suffix: String) -> [String] { Self.names(suffix, in: path, prefix: "").map { String($0.dropFirst(path.count + 1)) } }

  private static func names(_ suffix: String, in path: String, prefix: String) -> [String] {
    ((try? Files.list(path)) ?? [])
      .filter { $0.utf8.count > suffix.utf8.count && $0.hasSuffix(suffix) && $0.utf8.starts(with: prefix.utf8) }.map { "\(path)/\($0)" }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    do throws(SystemError) { try Files.writeDurably(bytes, to: path) } catch {
      throw Problem(
        .auditLogUnwritable, "an approval file cannot be written: \(error)", hint: "make room, or see who owns the run's folder")
    }
  }

  /// Anybody may have put the file there: no link is followed, no pipe waited for, nothing endless read.
  private static func read(_ path: String) -> [UInt8]? {
    guard let file = try? FileDescriptor.open(path, [.readOnly, .noFollow, .nonBlocking]) else { return nil }
    defer { file.closeQuietly() }
    guard let status = try? file.status(), status.kind == .regular, status.size <= 2 << 20 else { return nil }
    var bytes: [UInt8] = []
    while let piece = try? file.read(upTo: 1 << 16) {
      if piece.isEmpty { return bytes }
      bytes += piece
      if bytes.count > 2 << 20 { return nil }
    }
    return nil
  }

  /// A gate's id as a file name in which the first dot ends it; two ids never have the same.
  static func fileName(_ gate: String) -> String {
    var name: [UInt8] = []
    for byte in gate.utf8 {
      let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
      if isPlain { name.append(byte) } else { name += Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8) }
    }
    if name.count > 180 || name.isEmpty { name = Array("%%\(SHA256.digest(gate).hex)".utf8) }
    return String(decoding: name, as: UTF8.self)
  }
}

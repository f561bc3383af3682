import RunbookBase
import RunbookSystem

/// What a pipeline on another host has printed so far, without secrets, in the files of its attempt here.
///
/// Of a long output the beginning comes while it is printed, and the end once it has ended; what lies between stays there and is counted.
struct RemoteOutput {
  /// How much of the end of each long output is taken.
  static let tailLimit = OutputRecorder.tailLimit / 2

  /// What to ask for next.
  private(set) var offsets = RemoteOffsets.start
  /// How many bytes of the standard output are not kept as data.
  private(set) var captureDropped = 0
  /// How many bytes of both outputs were left on the other host.
  private(set) var dropped = 0
  private let work: Work
  private let limit: Int
  private let secrets: [String: String]
  private var recorder: OutputRecorder
  private var captured: [UInt8] = []
  private var output: Stream
  private var error: Stream

  /// One of both outputs.
  private struct Stream {
    var redaction: Redaction?
    /// Where the beginning that was taken ends; nil while nothing is left out.
    var headEnd: Int?
    /// Whether the end has been gone to.
    var isAtTail = false
    /// How many bytes may still belong to a secret that was cut by the jump.
    var cut = 0
  }

  init(_ work: Work, limit: Int = OutputRecorder.limit) {
    self.work = work
    self.limit = limit
    recorder = OutputRecorder(path: work.directory + "/output.log", name: "output.log")
    secrets = work.commands.reduce(into: [:]) { $0.merge($1.secrets) { a, _ in a } }
    output = Stream(redaction: secrets.isEmpty ? nil : Redaction(secrets))
    error = output
  }

  /// Whether everything that is to be taken, was; `offsets` say what is missing.
  func isWhole(_ sizes: RemoteOffsets) -> Bool { offsets.output >= sizes.output && offsets.error >= sizes.error }

  mutating func append(_ reply: RemoteReply, _ show: ([UInt8]) -> Void) {
    let isOver = reply.answer == .state(.exited)
    take(\.error, reply.error, \.error, size: reply.sizes.error, isOver, show)
    captureDropped += take(\.output, reply.output, \.output, size: reply.sizes.output, isOver, show)
  }

  /// Takes a piece of one output and decides where to go on; tells how many bytes were left out.
  @discardableResult
  private mutating func take(
    _ name: WritableKeyPath<Self, Stream>, _ piece: [UInt8], _ offset: WritableKeyPath<RemoteOffsets, Int>, size: Int, _ isOver: Bool,
    _ show: ([UInt8]) -> Void
  ) -> Int {
    offsets[keyPath: offset] += piece.count
    var (bytes, cut) = (piece, 0)
    if self[keyPath: name].cut > 0 {
      cut = min(self[keyPath: name].cut, piece.count)
      self[keyPath: name].cut -= cut
      bytes = Array(piece[cut...])
      dropped += cut
    }
    // What came while more was printed than anybody reads is left out; its end is asked for once it is one.
    if self[keyPath: name].headEnd == nil || self[keyPath: name].isAtTail {
      keep(self[keyPath: name].redaction?.redact(bytes) ?? bytes, isData: name == \.output, show)
    }
    guard !self[keyPath: name].isAtTail else { return cut }
    if self[keyPath: name].headEnd == nil, offsets[keyPath: offset] >= limit { self[keyPath: name].headEnd = offsets[keyPath: offset] }
    guard let head = self[keyPath: name].headEnd else { return cut }
    let tail = isOver ? max(head, size - Self.tailLimit) : max(head, size)
    offsets[keyPath: offset] = tail
    guard isOver else { return cut }
    self[keyPath: name].isAtTail = true
    guard tail > head else { return cut }
    // What it holds back may be the beginning of a secret whose end is left out, and the end begins in the middle of one.
    let redaction = secrets.isEmpty ? nil : Redaction(secrets)
    self[keyPath: name].redaction = redaction
    self[keyPath: name].cut = redaction?.reach ?? 0
    dropped += tail - head
    keep(Array("\n… \(tail - head) bytes left out …\n".utf8), isData: name == \.output, isCaptured: false, show)
    return cut + tail - head
  }

  /// Puts the data beside the log; both are on the disk, or that is an error: the other host is about to forget them.
  mutating func finish(_ show: ([UInt8]) -> Void) throws(SystemError) {
    keep(error.redaction?.finish() ?? [], isData: false, show)
    keep(output.redaction?.finish() ?? [], isData: true, show)
    try recorder.finishDurably()
    try Files.writeDurably(captured, to: work.directory + "/stdout")
  }

  private mutating func keep(_ bytes: [UInt8], isData: Bool, isCaptured: Bool = true, _ show: ([UInt8]) -> Void) {
    guard !bytes.isEmpty else { return }
    if isData, isCaptured {
      let room = max(0, PipelineRun.outputLimit - captured.count)
      captured += bytes.prefix(room)
      captureDropped += max(0, bytes.count - room)
    }
    recorder.append(bytes)
    if !isData || !work.outputIsData { show(bytes) }
  }
}

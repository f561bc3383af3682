import RunbookBase
import RunbookSystem

/// What a pipeline on another host has printed so far, without secrets, in the files of its attempt here.
struct RemoteOutput {
  private(set) var offsets = RemoteOffsets.start
  /// How many bytes of the standard output are not kept as data.
  private(set) var captureDropped = 0
  private let work: Work
  private var recorder: OutputRecorder
  private var captured: [UInt8] = []
  private var redactions: (output: Redaction, error: Redaction)?

  init(_ work: Work) {
    self.work = work
    recorder = OutputRecorder(path: work.directory + "/output.log", name: "output.log")
    let secrets = work.commands.reduce(into: [:]) { $0.merge($1.secrets) { a, _ in a } }
    if !secrets.isEmpty { redactions = (Redaction(secrets), Redaction(secrets)) }
  }

  /// Whether everything that the host has, was taken.
  func isWhole(_ sizes: RemoteOffsets) -> Bool { offsets.output >= sizes.output && offsets.error >= sizes.error }

  mutating func append(_ reply: RemoteReply, _ show: ([UInt8]) -> Void) {
    offsets.output += reply.output.count
    offsets.error += reply.error.count
    keep(output: redactions?.output.redact(reply.output) ?? reply.output, error: redactions?.error.redact(reply.error) ?? reply.error, show)
    // More than anybody reads is left where it is.
    if offsets.output >= OutputRecorder.limit { captureDropped += skip(&offsets.output, to: reply.sizes.output) }
    if offsets.error >= OutputRecorder.limit { _ = skip(&offsets.error, to: reply.sizes.error) }
  }

  /// Puts the data beside the log, durably.
  mutating func finish(_ show: ([UInt8]) -> Void) throws(SystemError) {
    keep(output: redactions?.output.finish() ?? [], error: redactions?.error.finish() ?? [], show)
    _ = recorder.finish()
    try Files.writeDurably(captured, to: work.directory + "/stdout")
  }

  private mutating func keep(output: [UInt8], error: [UInt8], _ show: ([UInt8]) -> Void) {
    let room = max(0, PipelineRun.outputLimit - captured.count)
    captured += output.prefix(room)
    captureDropped += max(0, output.count - room)
    for (bytes, isData) in [(error, false), (output, work.outputIsData)] where !bytes.isEmpty {
      recorder.append(bytes)
      if !isData { show(bytes) }
    }
  }

  private func skip(_ offset: inout Int, to size: Int) -> Int {
    defer { offset = max(offset, size) }
    return max(0, size - offset)
  }
}

import RunbookBase
import RunbookSystem

/// What a reading pipeline on another host needs beside its connection: the leash, and the trailer that tells how it ended.
struct AwayReading {
  /// Beyond the time limit, which the other host keeps: to get there and to tell, seconds.
  static let slack: Int64 = 15

  /// The ssh command that carries it.
  let command: ResolvedCommand
  /// The end of ssh's input: while it is open, the pipeline may run.
  var leash: FileDescriptor?
  private let connection: Connection
  private let commands: [ResolvedCommand]
  private var trailer: ReadingTrailer

  /// nil for a pipeline of this host.
  init?(_ commands: [ResolvedCommand], limit: Duration?) {
    guard let connection = commands.first?.away else { return nil }
    let mark = "runbook-" + Entropy.hex(16)
    self.connection = connection
    self.commands = commands
    trailer = ReadingTrailer(mark: mark)
    command = connection.carrying(
      RemoteScript.read(RemotePipeline(commands: commands), limit: limit.map { max(1, Int($0.components.seconds)) }, mark: mark))
  }

  /// Whether the other host has told how it ended.
  var isTold: Bool { trailer.record != nil }

  mutating func data(of piece: [UInt8]) -> [UInt8] { trailer.data(of: piece) }
  mutating func remainder() -> [UInt8] { trailer.remainder() }

  mutating func letGo() {
    leash?.closeQuietly()
    leash = nil
  }

  /// Puts what the other host told in the place of what ssh's own end seems to tell.
  mutating func conclude(_ outcome: inout PipelineRun.Outcome) {
    letGo()
    guard outcome.notStarted == nil else { return }
    guard let record = trailer.record else {
      outcome.statuses = outcome.ended || outcome.timedOut ? [.signaled(15)] : [.exited(255)]
      if !outcome.ended, !outcome.timedOut {
        let trouble = ConnectionTrouble(outcome.errorOutput, connection)
        // What has printed something, was there.
        if trouble.isBefore, outcome.output.isEmpty {
          outcome.notStarted = trouble.text(connection.host)
        } else {
          outcome.lost = trouble.text(connection.host)
        }
      }
      return
    }
    if record.timedOut { outcome.timedOut = true }
    outcome.statuses = []
    guard let members = record.members(commands, on: connection.host) else {
      outcome.statuses = [.exited(255)]
      if !outcome.ended, !outcome.timedOut { outcome.lost = "\(connection.host) does not say how it ended" }
      return
    }
    for member in members {
      switch member {
      case .ended(let status): outcome.statuses.append(status)
      case .notStarted(let reason): outcome.notStarted = reason
      }
    }
  }
}

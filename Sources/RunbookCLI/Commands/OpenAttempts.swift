import RunbookBase
import RunbookJournal
import RunbookSystem

/// What the folder of a run tells of the steps without an outcome; no other host is asked.
struct OpenAttempts {
  /// The folders of those that go on without the executor that started them, by step.
  private(set) var supervised: [String: String] = [:]
  /// The hosts of those that were sent to one, by step: only going on asks it.
  private(set) var sent: [String: String] = [:]

  init(_ folder: RunFolder, _ state: RunState) {
    guard !state.openSteps.isEmpty, let names = try? Files.list(folder.outputPath) else { return }
    for id in state.openSteps {
      guard let nonce = state.step(id).nonce else { continue }
      let slug = id.utf8.map { $0 == 0x2F ? UInt8(ascii: ".") : $0 }
      let part = "-\(String(decoding: slug, as: UTF8.self)).\(state.step(id).attempts)"
      for name in names where name.hasSuffix(part) || name.contains(part + ".") {
        let path = "\(folder.outputPath)/\(name)"
        if (try? Supervisor.state(of: path, nonce: nonce)) == .running { supervised[id] = path }
        if let host = Self.host(of: path, nonce) { sent[id] = host }
      }
    }
  }

  /// The host to which an attempt was sent and which has not told yet how it ended; nil when it was sent nowhere.
  private static func host(of path: String, _ nonce: String) -> String? {
    guard let bytes = try? Files.read(path + "/sent", limit: 1 << 16), let sent = try? JSON.parse(bytes),
      let own = sent["nonce"]?.stringValue, own.utf8.elementsEqual(nonce.utf8)
    else { return nil }
    return sent["host"]?.stringValue ?? "another host"
  }
}

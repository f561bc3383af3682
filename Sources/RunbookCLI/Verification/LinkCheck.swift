import RunbookBase
import RunbookJournal

/// What the runs around a run say about its log: each first record holds the head of the newest log of its time.
struct LinkCheck {
  private(set) var contradictions: [Contradiction] = []
  /// What was found to be in order.
  private(set) var lines: [String] = []
  /// The head that its first record links to; nil for the first run of all.
  let previous: SHA256.Digest?
  /// The run with that head; nil where none here has it.
  private(set) var before: RunID?

  /// What whoever reads only one line has to see; nil where the link holds, or there is none.
  var gap: String? {
    guard let previous, before == nil else { return nil }
    return
      "THE RUN BEFORE IT IS MISSING: it links to the head \(previous.short), and no run here has that: the run was removed, or its log is "
      + "another one"
  }

  init(_ folder: RunFolder, _ directory: StateDirectory, _ heads: [SHA256.Digest], _ state: RunState) {
    previous = state.genesis?.previousSeal
    let all = (try? directory.runs()) ?? []
    let place = all.firstIndex(of: folder.id) ?? all.endIndex
    // A first record links to what was newest then: the neighbours are enough, and a long history costs nothing.
    let next = all.indices.contains(place + 1) ? all[place + 1] : nil
    let others = Array(all[max(0, place - Self.reach)..<place]) + [next].compactMap(\.self)
    var links: [(run: RunID, previous: SHA256.Digest?, heads: Set<SHA256.Digest>)] = []
    for id in others {
      var heads: Set<SHA256.Digest> = []
      guard let contents = try? directory.folder(id).read(visit: { heads.insert($0.hash) }) else {
        lines.append("run \(id) cannot be read, so what it links to is not known")
        continue
      }
      links.append((id, contents.state.genesis?.previousSeal, heads))
    }
    if let link = links.first(where: { $0.run == next }), let previous = link.previous {
      if let place = heads.firstIndex(of: previous) {
        lines.append("run \(link.run) links to record \(place + 1) of this log (\(previous.short))")
      } else if !links.contains(where: { $0.heads.contains(previous) }) {
        contradictions.append(
          Contradiction(
            record: nil,
            words: "run \(link.run) links to the head \(previous.short), and no record of this log or of another one has it: this log was "
              + "computed anew, or a run between the two was removed"))
      }
    }
    guard let previous, let before = links.first(where: { $0.heads.contains(previous) }) else { return }
    self.before = before.run
    lines.append("it links to run \(before.run) (\(previous.short))")
  }

  /// How many runs back the one is looked for that a first record links to.
  private static let reach = 5
}

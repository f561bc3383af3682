extension ExitRecord {
  private static let header = "runbook-exit 1"

  /// The record as it stands in its file.
  var text: RecordText {
    var text = RecordText(header: Self.header)
    text.add("run", run)
    text.add("step", step)
    text.add("attempt", attempt)
    text.add("nonce", nonce)
    for member in members {
      switch member {
      case .ended(.exited(let status)): text.add("exited", status)
      case .ended(.signaled(let signal)): text.add("signaled", signal)
      // Bounded, because the room for the record was reserved beforehand.
      case .notStarted(let reason): text.add("not-started", String(reason.prefix(500)))
      }
    }
    text.add("boot", bootID)
    text.add("started-wall", started.wall)
    text.add("started-boot", started.boot)
    text.add("ended-wall", ended.wall)
    text.add("ended-boot", ended.boot)
    text.add("output-bytes", outputBytes)
    text.add("output-dropped", outputDropped)
    text.add("capture-bytes", captureBytes)
    text.add("capture-dropped", captureDropped)
    text.add("timed-out", timedOut)
    text.add("terminated", terminated)
    text.add("abandoned", abandoned)
    text.add("storage-problem", ifPresent: storageProblem.map { String($0.prefix(500)) })
    return text
  }

  /// The record in a file's bytes, nil if it is not whole.
  init?(_ bytes: [UInt8]) {
    guard let text = RecordText(bytes, header: Self.header) else { return nil }
    guard let run = text.text("run"), let step = text.text("step"), let nonce = text.text("nonce") else { return nil }
    guard let attempt = text.number("attempt", as: Int.self), let bootID = text.text("boot") else { return nil }
    guard let startedWall = text.number("started-wall", as: Int64.self), let startedBoot = text.number("started-boot", as: Int64.self),
      let endedWall = text.number("ended-wall", as: Int64.self), let endedBoot = text.number("ended-boot", as: Int64.self),
      let outputBytes = text.number("output-bytes", as: Int.self), let outputDropped = text.number("output-dropped", as: Int.self),
      let captureBytes = text.number("capture-bytes", as: Int.self), let captureDropped = text.number("capture-dropped", as: Int.self),
      let timedOut = text.text("timed-out").flatMap({ Bool($0) }), let terminated = text.text("terminated").flatMap({ Bool($0) }),
      let abandoned = text.text("abandoned").flatMap({ Bool($0) })
    else { return nil }
    var members: [Member] = []
    for field in text.fields {
      switch field.key {
      case "exited", "signaled":
        guard let number = Int32(field.value) else { return nil }
        members.append(.ended(field.key == "exited" ? .exited(number) : .signaled(number)))
      case "not-started": members.append(.notStarted(field.value))
      default: break
      }
    }
    self.init(
      run: run, step: step, attempt: attempt, nonce: nonce, members: members, bootID: bootID,
      started: Moment(wall: startedWall, boot: startedBoot), ended: Moment(wall: endedWall, boot: endedBoot), outputBytes: outputBytes,
      outputDropped: outputDropped, captureBytes: captureBytes, captureDropped: captureDropped, timedOut: timedOut,
      terminated: terminated, abandoned: abandoned, storageProblem: text.text("storage-problem"))
  }
}

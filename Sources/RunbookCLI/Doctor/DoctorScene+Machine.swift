import RunbookBase
import RunbookJournal
import RunbookSystem

extension DoctorScene {
  /// The clocks: one for what people read, one for durations.
  var clock: [DoctorPoint] {
    [wallClock, synchronisation, bootClock]
  }

  /// Nothing that is written down already can lie ahead of now.
  private var wallClock: DoctorPoint {
    let title = "the wall clock"
    let now = WallTime(nanoseconds: context.now)
    var newest: (what: String, at: WallTime)?
    if let path = try? Host.executablePath(), let status = try? Files.stat(path) {
      newest = ("this program was installed", WallTime(seconds: status.modifiedSeconds))
    }
    if let directory = try? StateDirectory.existing(statePath), let last = try? directory.runs().last,
      let written = try? directory.folder(last).read().state.began?.wall, written > newest?.at ?? .init(seconds: 0)
    {
      newest = ("the run \(last) began", written)
    }
    if let newest, newest.at.nanoseconds(since: now) > 60_000_000_000 {
      return .problem(
        .machine, "clock", title, "\(now), but \(newest.what) at \(newest.at)",
        remedy: "set the clock right: points in time that you type would mean other ones")
    }
    return .ok(.machine, "clock", title, "\(now)")
  }

  private var synchronisation: DoctorPoint {
    let title = "something keeps the clock right"
    let remedy = "look at it: chronyc tracking, or timedatectl; recovery points are times, and they are compared with other machines'"
    return switch Clock.isSynchronised() {
    case true?: .ok(.machine, "clock-synchronised", title, "the kernel says so")
    // A machine whose host keeps its clock says no as well, so this is no proof that it is wrong.
    case false?: .unknown(.machine, "clock-synchronised", title, "the kernel has not been told so", remedy: remedy)
    case nil: .unknown(.machine, "clock-synchronised", title, "the kernel cannot be asked", remedy: remedy)
    }
  }

  private var bootClock: DoctorPoint {
    let title = "the boot clock, for durations"
    guard !Clock.bootID().isEmpty else {
      return .problem(
        .machine, "boot-clock", title, "this boot has no id in /proc/sys/kernel/random/boot_id",
        remedy: "mount /proc: without it no run can tell a reboot from a pause")
    }
    return .ok(.machine, "boot-clock", title, "up for \(WallTime.durationText(nanoseconds: Clock.boottime())), boot \(Clock.bootID())")
  }

  /// Whether people can be asked here, and read what is shown.
  var terminal: [DoctorPoint] {
    guard Terminal.isTTY(.standardInput), Terminal.isTTY(.standardError) else {
      return [
        .ok(.machine, "terminal", "the terminal", "none here: a run would pause at its first question, and go on where there is one")
      ]
    }
    let width = context.talkWidth.map { "\($0) columns" } ?? "no width"
    let colour = context.errorStyle.isColored ? "colours" : "no colours"
    let size = DoctorPoint.ok(.machine, "terminal", "the terminal", "\(width), \(colour)")
    return [size, locale]
  }

  private var locale: DoctorPoint {
    let title = "the terminal's characters"
    let remedy = "export LC_ALL=C.UTF-8, and see that ‹ › → · look right"
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    guard let name = names.first(where: { !(context.environment[$0] ?? "").isEmpty }), let value = context.environment[name] else {
      return .unknown(.machine, "locale", title, "neither LC_ALL, LC_CTYPE nor LANG says which", remedy: remedy)
    }
    let folded = String(decoding: value.utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    let shown = "\(name)=\(TerminalText.escapedLine(value))"
    return folded.hasSuffix(".utf-8") || folded.hasSuffix(".utf8") || folded.contains(".utf-8@") || folded.contains(".utf8@")
      ? .ok(.machine, "locale", title, shown) : .problem(.machine, "locale", title, "\(shown) is not UTF-8", remedy: remedy)
  }
}

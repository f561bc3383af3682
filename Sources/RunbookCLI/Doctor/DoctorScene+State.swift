import RunbookBase
import RunbookExecution
import RunbookJournal
import RunbookSystem

extension DoctorScene {
  /// The state folder: whether a run could be kept there now.
  var state: [DoctorPoint] {
    let grounds = StateGrounds(statePath)
    return [folder(grounds), fileSystem(grounds), space(grounds)]
  }

  private func folder(_ grounds: StateGrounds) -> DoctorPoint {
    let title = "the state folder"
    let elsewhere = "name a folder of your own with --state DIR or RUNBOOK_STATE"
    guard grounds.isThere else {
      return grounds.isWritable
        ? .ok(.state, "state-folder", title, "\(statePath) is not there yet; the first run makes it in \(grounds.folder)")
        : .problem(
          .state, "state-folder", title, "\(statePath) is not there, and \(Host.userName()) may not write to \(grounds.folder)",
          remedy: elsewhere)
    }
    do throws(Problem) {
      let directory = try StateDirectory.existing(statePath)
      let status = try? Files.stat(directory.path)
      for path in [directory.path, directory.runsPath, directory.locksPath] where Files.exists(path) && !Files.isWritable(path) {
        return .problem(.state, "state-folder", title, "\(path) cannot be written by \(Host.userName())", remedy: elsewhere)
      }
      let mode = status.map { String($0.mode, radix: 8) } ?? "?"
      return .ok(.state, "state-folder", title, "\(directory.path), of \(Host.userName()), mode \(mode)")
    } catch { return .refused(.state, "state-folder", title, error) }
  }

  private func fileSystem(_ grounds: StateGrounds) -> DoctorPoint {
    let title = "its file system, for locks and appends"
    guard let type = grounds.fileSystem else {
      return .unknown(
        .state, "state-locks", title, "the type of the file system of \(grounds.folder) cannot be told",
        remedy: "mount /proc, or name a folder on a local disk with --state DIR")
    }
    return grounds.isUnsafe
      ? .problem(
        .state, "state-locks", title, "\(type), where neither can be relied on", remedy: "name a folder on a local disk with --state DIR")
      : .ok(.state, "state-locks", title, type)
  }

  private func space(_ grounds: StateGrounds) -> DoctorPoint {
    let title = "free space for the audit log and its ballast"
    guard let free = grounds.free else {
      return .unknown(
        .state, "state-space", title, "\(grounds.folder) does not say what is free",
        remedy: "look at it: df \(ShellWord.quoted(grounds.folder))")
    }
    let observed = "\(free.bytes >> 20) MiB" + (free.inodes > 0 ? ", \(free.inodes) inodes" : "")
    return grounds.hasRoom
      ? .ok(.state, "state-space", title, observed)
      : .problem(
        .state, "state-space", title, "\(observed); a run needs \(StateGrounds.needed >> 20) MiB to begin",
        remedy: "free \(StateGrounds.needed >> 20) MiB or more there, or name another state folder with --state DIR")
  }

  /// The second place for records.
  var recordCopy: [DoctorPoint] {
    let title = "the second copy of each record"
    do throws(Problem) {
      guard let place = try CopyOption.place(arguments.value("copy"), try? estate.get(), context) else {
        return [.ok(.state, "record-copy", title, "none is asked for: the log is kept in one place")]
      }
      switch place {
      case .folder(let path): return [copy(path, title)]
      case .command(let words):
        guard let found = ExecutableSearch.resolve(words[0], path: environment["PATH"] ?? "") else {
          return [
            .problem(
              .state, "record-copy", title, "the program \(words[0]) is in none of \(environment["PATH"] ?? "")",
              remedy: "install it, or name it by its absolute path")
          ]
        }
        return [.ok(.state, "record-copy", title, "\(place.words), which is \(found); not started")]
      }
    } catch { return [.refused(.state, "record-copy", title, error)] }
  }

  private func copy(_ path: String, _ title: String) -> DoctorPoint {
    guard Files.isDirectory(path) else {
      return .problem(
        .state, "record-copy", title, Files.exists(path) ? "\(path) is no folder" : "\(path) is not there",
        remedy: "make it or mount it: nothing does it for you when a run begins")
    }
    guard Files.isWritable(path) else {
      return .problem(
        .state, "record-copy", title, "\(path) cannot be written by \(Host.userName())", remedy: "let \(Host.userName()) write there")
    }
    let isSameDisk = (try? Files.stat(path).device) == (try? Files.stat(StateGrounds(statePath).folder).device)
    return .ok(.state, "record-copy", title, path + (isSameDisk ? ", on the same file system as the state folder" : ""))
  }
}

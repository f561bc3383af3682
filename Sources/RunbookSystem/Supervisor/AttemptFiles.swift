/// The files of an attempt's folder.
struct AttemptFiles {
  let directory: String

  /// What is to be done.
  var job: String { directory + "/job" }
  /// Locked by the supervisor and all its children for as long as any of them lives.
  var alive: String { directory + "/alive" }
  /// Reserved room for the exit record, there before the first command starts; names the processes.
  var pending: String { directory + "/exit.pending" }
  /// The exit record.
  var exit: String { directory + "/exit" }
  /// Both outputs, made safe to show.
  var output: String { directory + "/output.log" }
  /// The last command's standard output, as it came.
  var capture: String { directory + "/stdout" }
  /// What the supervisor itself has to complain about.
  var complaints: String { directory + "/supervisor.log" }
}

import Glibc

/// The machine, the user and this process.
public enum Host {
  /// The host's name.
  public static func name() -> String {
    let bytes = (try? Files.read("/proc/sys/kernel/hostname", limit: 4096)) ?? []
    let name = bytes.prefix { $0 != 0x0A }
    return name.isEmpty ? "localhost" : String(decoding: name, as: UTF8.self)
  }

  /// The number of the user that the process acts as.
  public static func userID() -> UInt32 { geteuid() }

  /// The name of the user that the process acts as, `uid 1000` for one that the machine's own list does not name.
  ///
  /// Read from `/etc/passwd`: the environment can lie, and a directory service can hang in the outage that we are here for.
  public static func userName() -> String {
    let wanted = Array(String(geteuid()).utf8)
    for line in ((try? Files.read("/etc/passwd")) ?? []).split(separator: 0x0A) {
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      if fields.count > 2, fields[2].elementsEqual(wanted) { return String(decoding: fields[0], as: UTF8.self) }
    }
    return "uid \(geteuid())"
  }

  /// The number of this process.
  public static func processID() -> Int32 { getpid() }

  /// The file that this process runs.
  public static func executablePath() throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = try Door.call("readlink", path: "/proc/self/exe") { unsafe readlink("/proc/self/exe", &buffer, 4096) }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The name under which this program was started: a team's own program speaks of itself.
  public static let programName: String = {
    let path = CommandLine.arguments.first ?? "runbook"
    return path.utf8.split(separator: 0x2F).last.map { String(Substring($0)) } ?? "runbook"
  }()

  /// The folder that a relative path begins at.
  public static func workingDirectory() throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = try Door.call("readlink", path: "/proc/self/cwd") { unsafe readlink("/proc/self/cwd", &buffer, 4096) }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// When a process started, in clock ticks since boot; nil when there is none.
  ///
  /// With the boot id and the number it names a process for ever (reliability A.8).
  public static func processStartTime(_ pid: Int32) -> UInt64? {
    guard let line = try? Files.read("/proc/\(pid)/stat", limit: 65536) else { return nil }
    return startTime(inStat: line)
  }

  /// Field 22 of a line of `/proc/<pid>/stat`, counted after the last `)`: the name before it may hold anything.
  static func startTime(inStat line: [UInt8]) -> UInt64? {
    guard let end = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(end + 1)...].split(whereSeparator: { $0 == 0x20 || $0 == 0x0A })
    guard fields.count > 19 else { return nil }
    return UInt64(String(decoding: fields[19], as: UTF8.self))
  }

  /// The value of an environment variable of this process.
  public static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The environment of this process; entries without `=` are left out.
  public static func environment() -> [String: String] {
    var result: [String: String] = [:]
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let bytes = unsafe UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
      if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
        result[String(decoding: bytes[..<equals], as: UTF8.self)] = String(decoding: bytes[(equals + 1)...], as: UTF8.self)
      }
      unsafe entry += 1
    }
    return result
  }
}

extension Host {
  /// Ends this process; for the program's last line alone.
  public static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}

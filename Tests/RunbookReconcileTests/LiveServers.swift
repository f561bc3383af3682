import Glibc
import RunbookBase
import RunbookReconcile
import RunbookSystem

/// What the live tests need from this machine.
enum Machine {
  static let environment: [String: String] = {
    var found: [String: String] = [:]
    for name in ["PATH", "HOME", "LANG"] {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }()

  static func tool(_ name: String) -> String? { ExecutableSearch.resolve(name, path: environment["PATH"] ?? "") }

  /// A python that has an S3 API and a client for it.
  static let python: String? = {
    guard tool("aws") != nil, let python = tool("python3") else { return nil }
    let probe = try? Subprocess.run(python, ["-c", "import moto.server, flask, boto3"], environment: environment, timeLimitSeconds: 60)
    return probe?.status.isSuccess == true ? python : nil
  }()

  /// Where PostgreSQL's server programs are, and the user that may run them.
  static let postgres: String? = tool("pg_ctl").flatMap { control in
    let real = (try? Subprocess.run("/usr/bin/readlink", ["-f", control], environment: environment))?.output ?? []
    let path = String(decoding: real, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? control
    let folder = Files.directory(of: path) ?? ""
    return Files.exists("\(folder)/initdb") && tool("psql") != nil ? folder : nil
  }

  static func freePort() -> Int {
    while true {
      let port = 20_000 + Int.random(in: 0..<12_000)
      let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(number) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let bound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
      }
      if bound == 0 { return port }
    }
  }
}

/// An S3 API on loopback with one versioned bucket, `files`.
final class ObjectStoreServer {
  let environment: [String: String]
  private let child: Child
  private let python: String

  init(_ python: String, _ scratch: Scratch) throws {
    self.python = python
    let port = Machine.freePort()
    var environment = Machine.environment
    environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:\(port)"
    environment["AWS_ACCESS_KEY_ID"] = "lab"
    environment["AWS_SECRET_ACCESS_KEY"] = "lab"
    environment["AWS_DEFAULT_REGION"] = "us-east-1"
    environment["AWS_EC2_METADATA_DISABLED"] = "true"
    environment["S3_IGNORE_SUBDOMAIN_BUCKETNAME"] = "true"
    self.environment = environment
    child = try Child.spawn(
      SpawnRequest(
        executable: python, arguments: ["python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", "\(port)"], environment: environment))
    try run(
      """
      import time, urllib.request
      for _ in range(300):
        try: urllib.request.urlopen("http://127.0.0.1:\(port)/moto-api/", timeout=1).read(1); break
        except Exception: time.sleep(0.1)
      s3.create_bucket(Bucket="files"); s3.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
      """)
  }

  deinit {
    child.signalGroup(15)
    child.wait()
  }

  /// Runs Python with the client `s3` and answers what it printed.
  @discardableResult
  func run(_ script: String) throws -> String {
    let result = try Subprocess.run(
      python,
      [
        "-c",
        "import boto3, json\ns3 = boto3.client('s3')\ndef put(k, b=b'x'): return s3.put_object(Bucket='files', Key=k, Body=b)\n"
          + "def rm(k): return s3.delete_object(Bucket='files', Key=k)\n" + script,
      ], environment: environment, timeLimitSeconds: 120)
    guard result.status.isSuccess else {
      throw Problem(.stepFailed, "seeding failed", details: [String(decoding: result.errorOutput, as: UTF8.self)])
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  var access: ObjectStoreAccess {
    ObjectStoreAccess(aws: Machine.tool("aws") ?? "/usr/bin/aws", bucket: "files", environment: environment)
  }

  /// Every live key, independently of the tool under test.
  func liveKeys() throws -> Set<String> {
    let text = try run(
      """
      for page in s3.get_paginator("list_objects_v2").paginate(Bucket="files"):
        for o in page.get("Contents", []): print(json.dumps(o["Key"]))
      """)
    return Set(text.split(separator: "\n").compactMap { try? JSON.parse(Array($0.utf8)).stringValue })
  }
}

/// A PostgreSQL on loopback, empty.
final class DatabaseServer {
  private let folder: String
  private let binaries: String
  private let scratch: Scratch
  let access: DatabaseAccess

  init(_ binaries: String, _ scratch: Scratch) throws {
    self.binaries = binaries
    self.scratch = scratch
    folder = "\(scratch.path)/pg"
    try Files.makeDirectory(folder)
    try Files.setMode(scratch.path, 0o755)
    let port = Machine.freePort()
    var environment = Machine.environment
    environment["PGCONNECT_TIMEOUT"] = "10"
    access = DatabaseAccess(
      psql: Machine.tool("psql") ?? "/usr/bin/psql", arguments: ["-h", "127.0.0.1", "-p", "\(port)", "-U", "postgres", "-d", "postgres"],
      environment: environment)
    if getuid() == 0 { try DatabaseServer.command("/usr/bin/chown", ["postgres", folder]) }
    try asOwner("\(binaries)/initdb", ["-D", "\(folder)/data", "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"])
    let options = "-p \(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories=\(folder) -c fsync=off"
    try asOwner("\(binaries)/pg_ctl", ["-D", "\(folder)/data", "-o", options, "-w", "-l", "\(folder)/log", "start"])
  }

  deinit { try? asOwner("\(binaries)/pg_ctl", ["-D", "\(folder)/data", "-m", "immediate", "-w", "stop"]) }

  func run(_ sql: String) throws {
    try DatabaseServer.command(access.psql, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql] + access.arguments)
  }

  /// The server refuses to run as root.
  private func asOwner(_ executable: String, _ arguments: [String]) throws {
    if getuid() != 0 { return try DatabaseServer.command(executable, arguments) }
    try DatabaseServer.command("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", executable] + arguments)
  }

  private static func command(_ executable: String, _ arguments: [String]) throws {
    let result = try Subprocess.run(executable, arguments, environment: Machine.environment, timeLimitSeconds: 60)
    guard result.status.isSuccess else {
      throw Problem(.stepFailed, "\(executable) failed", details: [String(decoding: result.errorOutput, as: UTF8.self)])
    }
  }
}

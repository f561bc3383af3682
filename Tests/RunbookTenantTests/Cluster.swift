import Glibc
import RunbookBase
import RunbookSystem
import Testing

/// A PostgreSQL server that the tests start themselves; it stops and vanishes when this process ends, however it ends.
final class Cluster: Sendable {
  static let shared: Cluster? = bin == nil ? nil : try? Cluster()
  static let bin = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin", "/usr/local/pgsql/bin"]
    .first { Files.exists($0 + "/initdb") && Files.exists($0 + "/psql") }
  static let missing: Comment = "no PostgreSQL server binaries on this machine"
  static var isAvailable: Bool { bin != nil }

  let directory: String
  let bin: String
  private let lifeline: FileDescriptor

  private init() throws {
    guard let bin = Self.bin else { throw SystemError("find postgres", errno: .ENOENT) }
    self.bin = bin
    directory = try Files.temporaryDirectory(prefix: "rbt")
    let asPostgres = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups" : ""
    // The pipe is the lifeline: when its writer is gone, for whatever reason, the server is stopped and its files removed.
    let script = """
      set -e; cd /; d=$1; b=$2
      [ "$(id -u)" != 0 ] || chown postgres "$d"; chmod 755 "$d"
      as() { exec \(asPostgres) env -i PATH="$b:/usr/bin:/bin" LANG=C.UTF-8 TZ=UTC HOME="$d" "$@"; }
      (as "$b/initdb" -D "$d/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$d/initdb.log" 2>&1)
      as "$b/postgres" -D "$d/data" -c listen_addresses= -c unix_socket_directories="$d" -c port=15600 -c fsync=off \
        -c shared_buffers=64MB -c max_connections=200 -c unix_socket_permissions=0777 -c timezone=UTC >"$d/log" 2>&1 </dev/null &
      pid=$!
      i=0; until "$b/pg_isready" -q -h "$d" -p 15600; do i=$((i+1)); [ $i -lt 300 ] || break; sleep 0.1; done
      echo ready
      cat >/dev/null
      kill -QUIT $pid; wait $pid || true; rm -rf "$d"
      """
    let (stdin, stdout) = (try FileDescriptor.pipe(), try FileDescriptor.pipe())
    lifeline = stdin.writeEnd
    _ = try Child.spawn(
      SpawnRequest(
        executable: "/bin/bash", arguments: ["bash", "-c", script, "cluster", directory, bin], environment: ["PATH": "/usr/bin:/bin"],
        standardInput: stdin.readEnd, standardOutput: stdout.writeEnd, newSession: true))
    stdin.readEnd.closeQuietly()
    stdout.writeEnd.closeQuietly()
    _ = try stdout.readEnd.read(upTo: 64)
  }

  func connection(_ database: String, user: String = "postgres") -> TenantConnectionSpec {
    TenantConnectionSpec(host: directory, port: 15600, user: user, database: database)
  }
}

/// What a child process of an exit test needs to find the server.
struct TenantConnectionSpec: Codable, Hashable, Sendable {
  var host: String
  var port: Int
  var user: String
  var database: String
}

import RunbookBase
import Runbooks

/// Why a host could not be asked, from what ssh says; the exit status of ssh tells nothing.
struct ConnectionTrouble: Error, Equatable {
  /// What kept the answer away.
  let words: String
  /// What to do about it.
  let remedy: String
  /// Whether nothing can have been started: ssh came to no session, and says so.
  let isBefore: Bool

  /// The trouble in what came on ssh's standard error.
  ///
  /// Commands over there write to it as well, so only ssh's own last word counts, in the very form that ssh gives it.
  init(_ errorOutput: [UInt8], _ connection: Connection) {
    let said = errorOutput.split(separator: 0x0A).suffix(20).map { line in
      TerminalText.escapedLine(String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
    }.filter { !$0.isEmpty }
    let last = said.last ?? ""
    self =
      Self.key(last, said, connection) ?? Self.way(last, connection)
      ?? ConnectionTrouble(
        words: "the connection was lost" + (last.isEmpty ? "" : ": \(String(last.prefix(200)))"), remedy: Self.look, isBefore: false)
  }

  private static let look = "see that the host and the network between are up"

  /// What is wrong with a key, on either side.
  private static func key(_ last: String, _ said: [String], _ connection: Connection) -> ConnectionTrouble? {
    let (reach, known) = (connection.reach, connection.reach.knownHosts.text)
    if last == "Host key verification failed." {
      if said.contains(where: { $0.hasPrefix("@") && $0.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") }) {
        return ConnectionTrouble(
          words: "its host key is not the one in \(known)",
          remedy: "find out why before anything else; was the host built anew, put its new key there", isBefore: true)
      }
      if said.contains(where: { $0.hasPrefix("No ") && $0.contains(" host key is known for ") }) {
        return ConnectionTrouble(
          words: "its host key is not in \(known)", remedy: "read the key at the host's console and add it: never by ssh-keyscan alone",
          isBefore: true)
      }
      return ConnectionTrouble(words: "its host key was not accepted", remedy: "compare it with \(known)", isBefore: true)
    }
    if last.contains("@\(reach.address): Permission denied ("), last.hasSuffix(").") {
      return ConnectionTrouble(
        words: "it refused the key of \(reach.user ?? "this user")",
        remedy: "add the public key to authorized_keys there, or name the right identity in the estate", isBefore: true)
    }
    if said.suffix(2).contains(where: { $0.hasPrefix("Received disconnect from ") && $0.hasSuffix("Too many authentication failures") }) {
      return ConnectionTrouble(words: "it refused all keys", remedy: "name the identity in the estate", isBefore: true)
    }
    return nil
  }

  /// What keeps a connection from being made.
  private static func way(_ last: String, _ connection: Connection) -> ConnectionTrouble? {
    let reach = connection.reach
    if last.hasPrefix("ssh: Could not resolve hostname \(reach.address)") {
      return ConnectionTrouble(
        words: "the name \(reach.address) is not known", remedy: "correct the address in the estate, or the name service", isBefore: true)
    }
    if last.hasPrefix("ssh: connect to host \(reach.address) port \(reach.port): ") {
      if last.hasSuffix("Connection refused") {
        return ConnectionTrouble(
          words: "the connection was refused", remedy: "see that sshd runs there, on port \(reach.port)", isBefore: true)
      }
      if last.hasSuffix("No route to host") || last.hasSuffix("Network is unreachable") {
        return ConnectionTrouble(words: "there is no route to it", remedy: look, isBefore: true)
      }
      if last.hasSuffix("timed out") { return ConnectionTrouble(words: "it does not answer", remedy: look, isBefore: false) }
    }
    let isSlow =
      last == "Connection timed out during banner exchange"
      || (last.hasPrefix("Connection to \(reach.address) port \(reach.port) ") && last.hasSuffix("timed out"))
      || (last.hasPrefix("Timeout, server \(reach.address) not responding"))
    return isSlow ? ConnectionTrouble(words: "it does not answer", remedy: look, isBefore: false) : nil
  }

  private init(words: String, remedy: String, isBefore: Bool) {
    (self.words, self.remedy, self.isBefore) = (words, remedy, isBefore)
  }

  /// ssh itself could not be started here.
  static func noProgram(_ reason: String) -> ConnectionTrouble {
    ConnectionTrouble(words: reason, remedy: "install openssh-client here", isBefore: true)
  }

  /// The host answered something else than was asked for, or was too slow.
  static let noAnswer = ConnectionTrouble(
    words: "it gave no whole answer in time", remedy: look, isBefore: false)

  /// The trouble as an observation of a host.
  func text(_ host: String) -> String { "\(host): \(words); \(remedy)" }
}

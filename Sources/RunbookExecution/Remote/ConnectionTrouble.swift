import RunbookBase
import Runbooks

/// Why a host could not be asked, from what ssh says; the exit status of ssh tells nothing.
struct ConnectionTrouble: Error, Equatable {
  /// What kept the answer away.
  let words: String
  /// What to do about it.
  let remedy: String
  /// Whether nothing can have been started: ssh came to no session.
  let isBefore: Bool

  /// The trouble in the lines that ssh printed.
  init(_ errorOutput: [UInt8], _ connection: Connection) {
    let said = errorOutput.split(separator: 0x0A).map { TerminalText.escapedLine(String(decoding: $0, as: UTF8.self)) }
    let (reach, known) = (connection.reach, connection.reach.knownHosts.text)
    func line(_ text: String) -> Bool { said.contains { $0.contains(text) } }
    let kinds: [(sign: String, words: String, remedy: String)] = [
      (
        "REMOTE HOST IDENTIFICATION HAS CHANGED", "its host key is not the one in \(known)",
        "find out why before anything else; was the host built anew, put its new key there"
      ),
      (
        "host key is known for", "its host key is not in \(known)",
        "read the key at the host's console and add it: never by ssh-keyscan alone"
      ),
      ("Host key verification failed", "its host key was not accepted", "compare it with \(known)"),
      (
        "Permission denied", "it refused the key of \(reach.user ?? "this user")",
        "add the public key to authorized_keys there, or name the right identity in the estate"
      ),
      ("Too many authentication failures", "it refused all keys", "name the identity in the estate"),
      ("Could not resolve hostname", "the name \(reach.address) is not known", "correct the address in the estate, or the name service"),
      ("Connection refused", "the connection was refused", "see that sshd runs there, on port \(reach.port)"),
      ("No route to host", "there is no route to it", "see that the host and the network between are up"),
      ("Network is unreachable", "there is no route to it", "see that the host and the network between are up"),
      ("timed out", "it does not answer", "see that the host and the network between are up"),
    ]
    if let kind = kinds.first(where: { line($0.sign) }) {
      (words, remedy, isBefore) = (kind.words, kind.remedy, kind.sign != "timed out")
      return
    }
    let last = said.last { !$0.isEmpty }
    words = "the connection was lost" + (last.map { ": \(String($0.prefix(200)))" } ?? "")
    remedy = "see that the host and the network between are up"
    isBefore = false
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
    words: "it gave no whole answer in time", remedy: "see that the host and the network between are up", isBefore: false)

  /// The trouble as an observation of a host.
  func text(_ host: String) -> String { "\(host): \(words); \(remedy)" }
}

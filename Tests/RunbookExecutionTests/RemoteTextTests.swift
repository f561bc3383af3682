import RunbookBase
import RunbookSystem
import Runbooks
import Testing

@testable import RunbookExecution

@Suite("What another host says") struct RemoteTextTests {
  @Test("a trailer is found in whatever pieces it comes, and data that looks like it stays data")
  func trailer() {
    let bytes = Array(("a\n\nmar\nb\n" + "\nmark\nexited 1 0\nexited 2 255\nshell 0\nend mark\n").utf8)
    for size in 1...bytes.count {
      var trailer = ReadingTrailer(mark: "mark")
      var data: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        data += trailer.data(of: Array(bytes[start..<min(bytes.count, start + size)]))
      }
      #expect(String(decoding: data, as: UTF8.self) == "a\n\nmar\nb\n")
      #expect(trailer.record?.statuses == [1: 0, 2: 255])
      #expect(trailer.remainder().isEmpty)
    }
  }

  @Test("without a whole trailer nothing is known, and no byte is lost", arguments: ["", "a", "a\n", "a\nma", "a\nmark", "\n\n\nm"])
  func noTrailer(text: String) {
    var trailer = ReadingTrailer(mark: "mark")
    let data = trailer.data(of: Array(text.utf8)) + trailer.remainder()
    #expect(data == Array(text.utf8) && trailer.record == nil)
  }

  @Test("an answer that is not whole is none")
  func cutReply() {
    let text =
      "Welcome!\n\nm\nstate exited\nprocess 12 345 boot\nrecord runbook-exit 1\nrecord exited 1 4\nrecord end\nsizes 5 2\ndata 5 2\nhe\nloxx\nend m\n"
    let bytes = Array(text.utf8)
    let whole = RemoteReply(bytes, mark: "m")
    #expect(whole?.answer == .state(.exited) && whole?.record?.statuses == [1: 4] && whole?.process?.pid == 12)
    #expect(whole?.output == Array("he\nlo".utf8) && whole?.error == Array("xx".utf8))
    for length in 0..<bytes.count { #expect(RemoteReply(Array(bytes[..<length]), mark: "m") == nil) }
    #expect(RemoteReply(bytes, mark: "n") == nil)
  }

  @Test(
    "numbers that no host sends are refused, not trusted",
    arguments: ["data -1 0", "data 9999999999999999999 0", "data 9223372036854775807 9", "data 1"])
  func numbers(line: String) {
    #expect(RemoteReply(Array("\nm\nstate running\n\(line)\n\nend m\n".utf8), mark: "m") == nil)
  }

  @Test("ssh gets fixed options first, and nothing that could be an option from the estate")
  func arguments() throws {
    let connection = Connection(
      host: "far", reach: try Reach(parsing: "ops@far.example:2222", identity: AbsolutePath(parsing: "/keys/id")), program: "/usr/bin/ssh",
      environment: [:])
    let words = connection.arguments
    #expect(words.prefix(3) == ["-F", "none", "-T"])
    #expect(words.suffix(4) == ["--", "far.example", "/bin/sh", "-s"])
    for option in [
      "BatchMode=yes", "StrictHostKeyChecking=yes", "UserKnownHostsFile=/etc/runbook/known_hosts", "ForwardAgent=no", "ControlPath=none",
    ] {
      #expect(words.contains(option))
    }
    #expect(words.joined(separator: " ").contains("-p 2222 -l ops -o IdentitiesOnly=yes -i /keys/id"))
  }
}

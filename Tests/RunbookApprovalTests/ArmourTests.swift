import RunbookBase
import Testing

@testable import RunbookApproval

@Suite("A block of text that survives a chat message")
struct ArmourTests {
  let block: String
  let request: ApprovalRequest

  init() throws {
    request = try SampleRequest.make()
    block = String(decoding: request.block, as: UTF8.self)
  }

  private static func mangle(_ kind: String, _ block: String) -> String {
    let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
    switch kind {
    case "quoted": return "Cleo wrote:\n" + lines.map { "> " + $0 }.joined(separator: "\n") + "\nok?"
    case "quoted twice": return lines.map { ">>  > " + $0 + "  \t" }.joined(separator: "\r\n")
    case "indented": return lines.map { "      " + $0 + "   " }.joined(separator: "\n")
    case "one line": return "please sign: " + lines.joined(separator: " ") + " thanks"
    case "no breaks": return lines.joined()
    case "wrapped at 17":
      let characters = Array(block)
      return stride(from: 0, to: characters.count, by: 17).map { String(characters[$0..<min($0 + 17, characters.count)]) }.joined(
        separator: "\n> ")
    case "dashes": return block.replacing("-----", with: "—–")
    case "code fence": return "```\n" + block + "```"
    case "no-break spaces": return lines.map { "\u{A0}\u{200B}" + $0 + "\u{FEFF}" }.joined(separator: "\u{2028}")
    case "bold": return lines.map { "*" + $0 + "*" }.joined(separator: "\n")
    default: return block
    }
  }

  @Test(
    "comes back whole from whatever mail and chat do",
    arguments: [
      "as it is", "quoted", "quoted twice", "indented", "one line", "no breaks", "wrapped at 17", "dashes", "code fence", "no-break spaces",
      "bold",
    ])
  func mangled(kind: String) throws {
    #expect(try ApprovalRequest(text: Array(Self.mangle(kind, block).utf8)) == request)
  }

  @Test("a lost, doubled or changed character is told, never guessed")
  func damaged() throws {
    let bytes = Array(block.utf8)
    for index in stride(from: 45, to: bytes.count - 40, by: 13) where bytes[index] != 0x0A {
      var changed = bytes
      changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(throws: Problem.self) { try ApprovalRequest(text: changed) }
      var lost = bytes
      lost.remove(at: index)
      #expect(throws: Problem.self) { try ApprovalRequest(text: lost) }
      #expect(throws: Problem.self) { try ApprovalRequest(text: Array(bytes[..<index])) }
    }
    #expect(throws: Problem.self) { try ApprovalRequest(text: Array("nothing here".utf8)) }
    #expect(throws: Problem.self) { try SignedAnswer(text: bytes) }
  }

  @Test("base64 comes back for every length, and each text spells one sequence of bytes alone")
  func base64() {
    for count in 0...70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 13) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    for bad in ["A", "AA", "AAA", "A===", "AB==", "AAB=", "AA=A", "AAAA=", "AA\nAA"] {
      #expect(Base64.decode(Array(bad.utf8)) == nil, "\(bad)")
    }
  }

  @Test("an answer comes back from its block with its signature")
  func answer() throws {
    let scene = try Scene()
    let signed = try scene.sign("ada", as: "ada@example", request, reason: "rows “seen”\n-----END RUNBOOK APPROVAL ANSWER-----")
    let text = String(decoding: signed.block, as: UTF8.self).split(separator: "\n").map { "> " + $0 }.joined(separator: "\n")
    #expect(try SignedAnswer(text: Array(text.utf8)) == signed)
    #expect(text.utf8.count < 2000)
    let both = String(decoding: signed.block + signed.block, as: UTF8.self)
    #expect(try SignedAnswer.all(in: both) == [signed, signed])
  }

  @Test("only the canonical bytes are a statement: no second spelling, no further key, no other version")
  func canonical() throws {
    let text = String(decoding: request.bytes, as: UTF8.self)
    #expect(try ApprovalRequest(request.bytes) == request)
    for other in [
      text.replacing("v1\n", with: "v2\n"), text.replacing("\"seq\":41", with: "\"seq\": 41"),
      text.replacing("{\"commands\"", with: "{\"a\":1,\"commands\""),
      text.replacing("\"argv\":[\"psql\"", with: "\"argv\":[1,\"psql\""), text + "\n", String(text.dropLast()),
      text.replacing("0011", with: "00XX"),
    ] {
      #expect(throws: Problem.self) { try ApprovalRequest(Array(other.utf8)) }
    }
  }

  @Test("people see all that is signed, with nothing hidden, and a code for the phone")
  func text() throws {
    let shown = request.lines(now: Scene.now).joined(separator: "\n")
    for part in [
      "code \(request.code)", "let ben go on", "2 commands, and 1 of them DESTROYS:", "DESTROYS database live_db on db1",
      #"$ psql -v tenant=42 -c 'insert into "live db" '\''x'\'''"#, #"dropdb 'live\u{202e}_db'"#, "Target live: system identifier 7412",
      "preconditions: 7 met", "30 min left", "record 41, head \(request.head.short)", "tenant-delete-7f3a91",
    ] { #expect(shown.contains(part), "\(part)") }
    #expect(request.code.utf8.count == 9)
    #expect(request.word == "approve-" + request.code.prefix(4))
    #expect(try ApprovalRequest(text: request.file) == request)
  }
}

import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookApproval

@Suite("Whom an estate believes")
struct TrustTests {
  let scene: Scene

  init() throws { scene = try Scene() }

  private func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no problem"
    } catch let problem as Problem { return problem.code == .safetyRefusal ? problem.summary : "wrong code" } catch { return "\(error)" }
  }

  @Test("every file is covered by the digest, and loads when nobody else could have written it")
  func digest() throws {
    var digests = [try scene.trust().digest]
    try scene.write("revoked_keys", "# none\n")
    digests.append(try scene.trust().digest)
    try scene.write("roster.json", Scene.roster + "\n")
    digests.append(try scene.trust().digest)
    try scene.write("allowed_signers", try scene.signers() + "\n")
    digests.append(try scene.trust().digest)
    #expect(Set(digests).count == 4)
    #expect(try scene.trust().signers.entries.count == 9)
  }

  @Test("a file or folder that others can write is refused", arguments: ["allowed_signers", "revoked_keys", "roster.json", "."])
  func writable(name: String) throws {
    let path = name == "." ? scene.path + "/trust" : "\(scene.path)/trust/\(name)"
    for mode: UInt32 in [0o775, 0o757] {
      try Files.setMode(path, mode)
      #expect(problem { _ = try scene.trust() }.contains("can be written by others"))
    }
    try Files.setMode(path, 0o755)
    _ = try scene.trust()
  }

  @Test("a symbolic link is refused, at the end of the path and in the middle")
  func links() throws {
    let moved = scene.path + "/elsewhere"
    try Files.rename(scene.path + "/trust", to: moved)
    _ = try Subprocess.run("/bin/ln", ["-s", moved, scene.path + "/trust"])
    #expect(problem { _ = try scene.trust() }.contains("is a symbolic link"))
    #expect(throws: Problem.self) {
      try TrustStore.load(scene.path + "/approvals/../elsewhere", owner: Host.userID(), operatorMayOwn: true)
    }
    _ = try TrustStore.load(moved, owner: Host.userID(), operatorMayOwn: true)
    try Files.rename(moved + "/roster.json", to: moved + "/other.json")
    _ = try Subprocess.run("/bin/ln", ["-s", "other.json", moved + "/roster.json"])
    #expect(problem { _ = try TrustStore.load(moved, owner: Host.userID(), operatorMayOwn: true) }.contains("it is a symbolic link"))
  }

  @Test("a missing file is refused: no revocation list is not an empty one")
  func missing() throws {
    try Files.remove(scene.path + "/trust/revoked_keys")
    #expect(problem { _ = try scene.trust() }.contains("ENOENT"))
  }

  @Test("files of another user, and files that the operator keeps, are refused")
  func owners() throws {
    if Host.userID() == 0 {
      _ = try Subprocess.run("/bin/chown", ["12345", scene.path + "/trust/roster.json"])
      #expect(problem { _ = try TrustStore.load(scene.path + "/trust") }.contains("belongs to user 12345, not to root"))
      _ = try TrustStore.load(scene.path + "/trust", owner: 12345)
    } else {
      #expect(problem { _ = try TrustStore.load(scene.path + "/trust") }.contains("not to root"))
      #expect(problem { _ = try TrustStore.load(scene.path + "/trust", owner: Host.userID()) }.contains("who is running this"))
    }
  }

  @Test(
    "a line that lets one key speak for many, or that is not understood, is refused",
    arguments: [
      ("* KEY", "by a pattern"), ("*@example KEY", "by a pattern"), ("ada@exampl? KEY", "by a pattern"),
      ("!ben,ada@example KEY", "by a pattern"),
      ("\"ada@example\" KEY", "by a pattern"), ("ada@example cert-authority KEY", "certificate authority"),
      ("ada@example namespaces=\"git\",CERT-AUTHORITY KEY", "certificate authority"),
      ("ada@example no-touch-required KEY", "not known here"),
      ("ada@example namespaces=git KEY", "without a quoted value"), ("ada@example", "has no key"),
      ("ada@example ssh-ed25519 AAAA", "not known here"), ("ada@example namespaces=\"git\" ssh-ed25519 AAAA", "no key that can be read"),
      ("ada@example \"open KEY", "quote without its other half"),
      ("zoe@example KEY", "whom nobody in the roster is"),
    ])
  func lines(line: String, reason: String) throws {
    try scene.write("allowed_signers", line.replacing("KEY", with: try scene.keys.publicKey("ada")) + "\n")
    #expect(problem { _ = try scene.trust() }.contains(reason), "\(problem { _ = try scene.trust() })")
  }

  @Test("one key of two people is refused, one key under two names of one person is not")
  func sharedKey() throws {
    let key = try scene.keys.publicKey("ada")
    try scene.write("allowed_signers", "ada@example \(key)\nada@token \(key)\n")
    _ = try scene.trust()
    for text in ["ada@example \(key)\ncleo@example \(key)\n", "ada@example,cleo@example \(key)\n"] {
      try scene.write("allowed_signers", text)
      #expect(problem { _ = try scene.trust() }.contains("stands for both ada and cleo"))
    }
  }

  @Test(
    "a roster that does not tell people apart is refused",
    arguments: [
      (#"{"people": [{"person": "a", "principals": ["x"]}, {"person": "b", "principals": ["X"]}]}"#, "to both a and b"),
      (#"{"people": [{"person": "a", "logins": ["x"]}, {"person": "b", "logins": ["x"]}]}"#, "to both a and b"),
      (#"{"people": [{"person": "a"}, {"person": "A"}]}"#, "two entries for one person"),
      (#"{"people": [{"name": "a"}]}"#, "an entry that is not"),
      (#"{"people": [{"person": "a", "roles": "ic"}]}"#, "an entry that is not"),
      (#"{"people": [{"person": "a", "role": ["ic"]}]}"#, "an entry that is not"),
      (#"{"persons": []}"#, "no list"), ("{", "is no JSON"),
      (#"{"people": [{"person": "a", "logins": [""]}]}"#, "an empty principal or login"),
    ])
  func roster(text: String, reason: String) throws {
    #expect(problem { _ = try Roster(Array(text.utf8)) }.contains(reason), "\(problem { _ = try Roster(Array(text.utf8)) })")
  }
}

import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookApproval

@Suite("Signing with the keys that people have")
struct SigningTests {
  let scene: Scene
  let answer: ApprovalAnswer
  let request: ApprovalRequest

  init() throws {
    scene = try Scene()
    request = try SampleRequest.make()
    answer = try ApprovalAnswer(.approve, to: request, as: "ada@example", at: Scene.now)
  }

  private func refusal(_ key: String) -> Problem? {
    do throws(Problem) {
      _ = try SignedAnswer.sign(answer, key: key, with: scene.keygen, environment: [:])
      return nil
    } catch { return error }
  }

  @Test("a private key that others can read is refused in ssh-keygen's own words")
  func openKey() throws {
    let path = scene.path + "/open-key"
    try Files.writeDurably(try Files.read(scene.keys.path("ada")), to: path, mode: 0o644)
    try Files.setMode(path, 0o644)
    let problem = try #require(refusal(path))
    #expect(problem.code == .signOffRefused)
    #expect(problem.details.contains { $0.contains("Permissions 0644") && $0.contains("too open") })
    #expect(problem.hint == "chmod 600 \(path)")
  }

  @Test("no key, no signature", arguments: ["nowhere", "-f"])
  func missing(name: String) throws {
    #expect(refusal(name)?.details.isEmpty == false)
  }

  @Test("an agent signs for a public key; its private half is in no file")
  func agent() throws {
    let socket = scene.path + "/agent"
    let agent = try Child.spawn(
      SpawnRequest(executable: "/usr/bin/ssh-agent", arguments: ["ssh-agent", "-D", "-a", socket], environment: ["PATH": "/usr/bin:/bin"]))
    defer {
      agent.signal(15)
      agent.wait()
    }
    for _ in 0..<500 where !Files.exists(socket) { Clock.sleep(milliseconds: 10) }
    let environment = ["SSH_AUTH_SOCK": socket, "PATH": "/usr/bin:/bin"]
    let copy = scene.path + "/ada.pub"
    try Files.writeDurably(try Files.read(scene.keys.path("ada") + ".pub"), to: copy)
    #expect(throws: Problem.self) { try SignedAnswer.sign(answer, key: copy, with: scene.keygen, environment: environment) }
    try #require(try Subprocess.run("/usr/bin/ssh-add", ["-q", scene.keys.path("ada")], environment: environment).status.isSuccess)
    let signed = try SignedAnswer.sign(answer, key: copy, with: scene.keygen, environment: environment)
    #expect(try scene.verdict(signed, request).personID == "ada")
  }

  @Test("declining needs a reason, and a reason has an end")
  func reasons() {
    #expect(throws: Problem.self) { try ApprovalAnswer(.decline, to: request, as: "a", at: Scene.now) }
    #expect(throws: Problem.self) { try ApprovalAnswer(.decline, to: request, as: "a", reason: "", at: Scene.now) }
    #expect(throws: Problem.self) {
      try ApprovalAnswer(.approve, to: request, as: "a", reason: String(repeating: "x", count: 1001), at: Scene.now)
    }
    #expect(throws: Problem.self) { try ApprovalAnswer(.approve, to: request, as: "", at: Scene.now) }
  }
}

public import RunbookBase
import RunbookSystem

extension SSHKeygen {
  /// Signs a message as its owner, with whatever the key needs: a passphrase on the terminal, an agent, a touch.
  ///
  /// - Parameters:
  ///   - message: at most 4 KiB, what an empty pipe always takes.
  ///   - key: a private key's file, or a public key's whose other half an agent holds.
  ///   - environment: of the person; only what ssh-keygen needs is passed on.
  ///   - talk: is shown what ssh-keygen says as it comes; without it the words are part of the error.
  /// - Returns: the armoured signature.
  /// - Throws: `signOffRefused` with ssh-keygen's own words.
  public func sign(
    _ message: [UInt8], key: String, environment: [String: String], talk: (([UInt8]) -> Void)? = nil
  ) throws(Problem) -> [UInt8] {
    guard message.count <= 4 << 10 else { throw Problem(.usage, "an answer of \(message.count) bytes is too long to sign") }
    var words = [path, "-Y", "sign", "-n", Self.namespace]
    // The public half alone: the agent has the other one.
    if key.hasSuffix(".pub") { words.append("-U") }
    words += ["-f", key.utf8.first == UInt8(ascii: "-") ? "./" + key : key]
    let answer: (status: TerminationStatus, output: [UInt8], errorOutput: [UInt8])
    do throws(SystemError) { answer = try run(words, message, Self.passed(environment), talk) } catch {
      throw Problem(.signOffRefused, "nothing was signed: \(error)")
    }
    guard answer.status.isSuccess, SSHSignature(armoured: answer.output) != nil else {
      let said = talk == nil ? Self.lines(answer.errorOutput) : []
      throw Problem(
        .signOffRefused, "ssh-keygen did not sign with the key \(key) (\(answer.status))", details: said,
        hint: said.contains { $0.contains("too open") } ? "chmod 600 \(key)" : "see what ssh-keygen says; nothing was signed")
    }
    return answer.output
  }

  private static func passed(_ environment: [String: String]) -> [String: String] {
    let wanted: Set<String> = [
      "HOME", "TERM", "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_SK_PROVIDER", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    ]
    var result = environment.filter { wanted.contains($0.key) }
    result["PATH"] = "/usr/bin:/bin"
    result["LC_ALL"] = "C"
    return result
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs it in our own process group: in another one it could not ask for a passphrase on the terminal.
  private func run(
    _ words: [String], _ message: [UInt8], _ environment: [String: String], _ talk: (([UInt8]) -> Void)?
  ) throws(SystemError) -> (status: TerminationStatus, output: [UInt8], errorOutput: [UInt8]) {
    let (input, output, errors) = (try FileDescriptor.pipe(), try FileDescriptor.pipe(), try FileDescriptor.pipe())
    let child: Child
    do throws(SystemError) {
      // The message fits into an empty pipe, so this never waits.
      try input.writeEnd.writeAll(message)
      input.writeEnd.closeQuietly()
      defer { for end in [input.readEnd, output.writeEnd, errors.writeEnd] { end.closeQuietly() } }
      child = try Child.spawn(
        SpawnRequest(
          executable: path, arguments: words, environment: environment, standardInput: input.readEnd, standardOutput: output.writeEnd,
          standardError: errors.writeEnd, processGroup: Self.ownGroup()))
    } catch {
      for end in [output.readEnd, errors.readEnd] { end.closeQuietly() }
      throw error
    }
    defer { for end in [output.readEnd, errors.readEnd] { end.closeQuietly() } }
    var open = [output.readEnd, errors.readEnd]
    var collected: [FileDescriptor: [UInt8]] = [:]
    while !open.isEmpty {
      for ready in try Poller.poll(open.map { ($0, .read) }, timeoutMilliseconds: nil) {
        let piece = try ready.descriptor.read(upTo: 4096)
        if piece.isEmpty { open.removeAll { $0 == ready.descriptor } }
        if ready.descriptor == errors.readEnd, !piece.isEmpty { talk?(piece) }
        if collected[ready.descriptor, default: []].count < 1 << 16 { collected[ready.descriptor, default: []] += piece }
      }
    }
    return (child.wait(), collected[output.readEnd] ?? [], collected[errors.readEnd] ?? [])
  }

  /// This process's group, field 5 of its line in `/proc`.
  private static func ownGroup() -> Int32? {
    guard let line = try? Files.read("/proc/self/stat", limit: 65536), let end = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(end + 1)...].split(separator: 0x20)
    return fields.count > 2 ? Int32(String(decoding: fields[2], as: UTF8.self)) : nil
  }
}

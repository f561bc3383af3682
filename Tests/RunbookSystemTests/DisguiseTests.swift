import RunbookBase
import RunbookSystem
import Testing

/// What the programs of this machine make of a secret; none of it may get through.
@Suite("Secrets as real programs print them", .timeLimit(.minutes(5))) struct DisguiseTests {
  private static let odd = "s3cr/t+p'ss w\"rd$é&<b>\\x`y!~ z*😀-\"''q"
  private static let long = "sk_live_51H8xYzQwErTyUiOpAsDfGhJkLzXcVbNm1234567890abcdefghijklmnopqrstuvwxyz+/9f8e"
  /// Shaped like a key, of several lines.
  private static let lines =
    "-----BEGIN TEST KEY-----\n" + (0..<3).map { String(repeating: "Ab3/\($0)+zQ", count: 8) }.joined(separator: "\n")
    + "\n-----END TEST KEY-----\n"
  private static let values = [odd, long, lines]

  /// A program that prints what stands in its variable `X`.
  struct Disguise: Sendable, CustomTestStringConvertible {
    let program: String
    let arguments: [String]
    var locale = "C.UTF-8"

    var testDescription: String { "\(program) \(arguments.joined(separator: " ")) (\(locale))" }
    var isInstalled: Bool { !place.isEmpty }
    var place: String { ["/usr/bin/\(program)", "/bin/\(program)"].first { Files.exists($0) } ?? "" }
  }

  private static func bash(_ script: String, needs program: String = "bash", _ locale: String = "C.UTF-8") -> Disguise? {
    let disguise = Disguise(program: "bash", arguments: ["-c", script], locale: locale)
    return disguise.isInstalled && Disguise(program: program, arguments: []).isInstalled ? disguise : nil
  }

  private static func python(_ expression: String) -> Disguise? {
    let disguise = Disguise(
      program: "python3", arguments: ["-c", "import os,re,json,shlex,base64,urllib.parse as u; x = os.environ['X']; print(\(expression))"])
    return disguise.isInstalled ? disguise : nil
  }

  private static func php(_ expression: String) -> Disguise? {
    let disguise = Disguise(program: "php", arguments: ["-r", "$x = getenv('X'); echo \(expression);"])
    return disguise.isInstalled ? disguise : nil
  }

  /// Those whose program is installed here.
  static let disguises = all.compactMap { $0 }
  private static let all: [Disguise?] = [
    bash("printf %s \"$X\""), bash("printf %s \"$X\" | base64", needs: "base64"), bash("printf %s \"$X\" | base64 -w 20", needs: "base64"),
    bash("printf %s \"x$X\" | base64", needs: "base64"), bash("printf %s \"xx$X\" | base64 | sed 's/$/\\r/'", needs: "base64"),
    bash("printf '{\"user\": \"someone\", \"for\": \"a-long-way-ahead-of-it\", \"password\": %s' \"$X\" | base64", needs: "base64"),
    bash("printf %s \"$X\" | base64 | sed 's/^/    /'", needs: "base64"), bash("echo $(printf %s \"$X\" | base64)", needs: "base64"),
    bash("printf %s \"$X\" | openssl base64", needs: "openssl"), bash("printf %s \"$X\" | xxd -p", needs: "xxd"),
    bash("printf %s \"$X\" | xxd -p -u", needs: "xxd"), bash("printf %s \"$X\" | xxd -i", needs: "xxd"),
    bash("printf %s \"$X\" | od -An -v -tx1", needs: "od"), bash("printf %s \"$X\" | hexdump -ve '/1 \"%02x\"'", needs: "hexdump"),
    bash("printf %q \"$X\""), bash("printf %q \"$X\"", "C"), bash("declare -p X"), bash("declare -p X", "C"), bash("y=$X; declare -p y"),
    bash("set -x; : \"$X\""), bash("set -x; : \"$X\"", "C"), bash("echo ${X@Q}"), bash("dash -c 'set -x; : \"$X\"'", needs: "dash"),
    python("json.dumps(x)"), python("json.dumps(json.dumps(x))"),
    python("json.dumps(x, ensure_ascii=False)"), python("shlex.quote(x)"), python("u.quote(x)"), python("u.quote(x, safe='')"),
    python("u.quote_plus(x)"), python("re.sub('%..', lambda m: m[0].lower(), u.quote(x))"),
    python("u.quote(u.quote(x, safe=''))"), python("repr(x)"), python("ascii(x)"), python("x.encode()"), python("x.encode().hex().upper()"),
    python("x.encode().hex(':')"), python("base64.encodebytes(x.encode()).decode()"),
    python("json.dumps(base64.encodebytes(x.encode()).decode())"),
    python("base64.urlsafe_b64encode(x.encode()).decode()"), php("json_encode($x)"), php("json_encode(json_encode($x))"),
    php("json_encode($x, JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT)"), php("json_encode(base64_encode($x))"),
    php("urlencode($x)"), php("rawurlencode($x)"), php("escapeshellarg($x)"), php("htmlspecialchars($x, ENT_QUOTES)"),
    php("var_export($x, true)"),
    php("chunk_split(base64_encode($x))"),
  ]

  private func printed(_ disguise: Disguise, _ value: String) throws -> [UInt8] {
    let outcome = try Subprocess.run(
      disguise.place, disguise.arguments, environment: ["PATH": "/usr/bin:/bin", "LC_ALL": disguise.locale, "X": value],
      timeLimitSeconds: 60)
    return outcome.output + outcome.errorOutput
  }

  private func redact(_ pieces: [ArraySlice<UInt8>], _ base: Redaction) -> [UInt8] {
    var redaction = base
    return pieces.flatMap { redaction.redact(Array($0)) } + redaction.finish()
  }

  /// What of a secret is still to be read, in runs of letters and digits, beside its name.
  private func rest(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).split(separator: "<secret S>", omittingEmptySubsequences: false).joined(separator: "…")
  }

  @Test("nothing of it gets through, wherever the output is cut", arguments: disguises, values)
  func disguise(disguise: Disguise, value: String) throws {
    let bytes = try printed(disguise, value)
    try #require(bytes.count >= value.utf8.count, "\(String(decoding: bytes, as: UTF8.self))")
    let base = Redaction(["S": value])
    let whole = redact([bytes[...]], base)
    let rest = rest(whole)
    #expect(rest.contains("…"), "\(rest)")
    // What is left is what stands around the value: a name, quotes, what shares a digit of base64 with it.
    let around = disguise.arguments.joined().contains("a-long-way") ? 110 : 40
    #expect(rest.utf8.count < around + (value == Self.lines ? 8 : 0), "\(rest)")
    #expect(redact(bytes.indices.map { bytes[$0...$0] }, base) == whole, "byte by byte")
    // Every pair of pieces of short output, and many of a long one.
    for cut in stride(from: 0, through: bytes.count, by: bytes.count < 400 ? 1 : 7) {
      let result = redact([bytes[..<cut], bytes[cut...]], base)
      guard result != whole else { continue }
      Issue.record("cut at \(cut): \(self.rest(result))")
      return
    }
  }

  @Test("all programs to disguise a secret with are here", .enabled(if: disguises.count == all.count, "some are not installed"))
  func installed() { #expect(!Self.disguises.isEmpty) }
}

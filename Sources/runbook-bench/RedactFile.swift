import Glibc
import RunbookBase
import RunbookSystem

/// `runbook-bench redact FILE SECRETS [PATTERNS]`: takes the secrets, one a line, out of a file as a step's output is, and prints how many bytes are left.
///
/// With PATTERNS it writes the disguises that it looks for there, one a line, for `grep -F -f`, and redacts nothing.
enum RedactFile {
  static func run(_ arguments: [String]) throws(Problem) {
    guard arguments.count >= 2 else { throw Problem(.usage, "redact needs a file and a file of secrets", hint: "redact FILE SECRETS") }
    do {
      let values = try Files.readText(arguments[1]).split(separator: "\n").map(String.init)
      let secrets = Dictionary(uniqueKeysWithValues: values.enumerated().map { ("S\($0.offset)", $0.element) })
      var redaction = Redaction(secrets)
      if arguments.count > 2 {
        let forms = values.flatMap { Redaction.forms(of: $0) }.filter { !$0.contains(0x0A) }
        let lines = forms.flatMap { (line: [UInt8]) -> [UInt8] in line + [0x0A] }
        return try Files.writeDurably(lines, to: arguments[2])
      }
      let file = try FileDescriptor.open(arguments[0], .readOnly)
      var kept = 0
      while true {
        let piece = try file.read(upTo: 1 << 16)
        if piece.isEmpty { break }
        kept += redaction.redact(piece).count
      }
      Bench.say("\(kept + redaction.finish().count)")
    } catch { throw Problem(.usage, "redact: \(error)") }
  }
}

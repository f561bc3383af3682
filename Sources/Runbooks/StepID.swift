/// Makes stable, path-like ids from titles: `tenant-restore/compare-dump-and-production`.
public enum StepID {
  /// Lower-case ASCII letters and digits, words joined by dashes, at most eight words.
  public static func slug(_ title: String) -> String {
    var words: [String] = []
    var word = ""
    for byte in title.lowercased().utf8 {
      if (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) {
        word.unicodeScalars.append(Unicode.Scalar(byte))
      } else if byte != UInt8(ascii: "'") {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words.prefix(8).joined(separator: "-")
  }
}

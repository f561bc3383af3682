import RunbookBase
import RunbookReconcile
import Testing

@Suite("A print file opens when a reader finds its way from the end to the pages") struct PrintFileTests {
  /// A PDF of one page, as small as one can be.
  static func pdf(pages: String = "1", root: String = "1 0 R") -> String {
    let objects = [
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count \(pages)>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    var body = "%PDF-1.4\n"
    var table = "0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let offset = String(body.utf8.count)
      table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
      body += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    return body + "xref\n0 4\n\(table)trailer<</Size 4/Root \(root)>>\nstartxref\n\(body.utf8.count)\n%%EOF\n"
  }

  @Test("a whole file says how many pages it has")
  func whole() throws {
    let file = try PrintFile(Array(Self.pdf().utf8))
    #expect(file.pages == 1 && file.objects == 3 && file.bytes == Self.pdf().utf8.count)
    #expect(file.json["opens"] == true)
  }

  @Test("a later change hangs its own table on the first one")
  func incremental() throws {
    var text = Self.pdf()
    let first = text.utf8.count - "%%EOF\n".utf8.count
    let start = Int(text.utf8.prefix(first).split(separator: 0x0A).last.map { String(Substring($0)) } ?? "") ?? 0
    let offset = text.utf8.count
    text += "2 0 obj\n<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>\nendobj\n"
    let table = text.utf8.count
    let place = String(offset)
    text += "xref\n2 1\n\(String(repeating: "0", count: 10 - place.count))\(place) 00000 n \n"
    text += "trailer<</Size 4/Root 1 0 R/Prev \(start)>>\nstartxref\n\(table)\n%%EOF\n"
    #expect(try PrintFile(Array(text.utf8)).pages == 2)
  }

  @Test("cross-references in a compressed stream are found, and not unpacked")
  func compressed() throws {
    let body = "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    let text = body + "7 0 obj\n<</Type/XRef/Root 1 0 R/Size 8>>\nstream\nx\nendstream\nendobj\nstartxref\n\(body.utf8.count)\n%%EOF\n"
    let file = try PrintFile(Array(text.utf8))
    #expect(file.pages == nil && file.objects == nil)
  }

  @Test(
    "each kind of damage is said",
    arguments: [
      ("", "it is empty"), ("<html>502 Bad Gateway</html>", "does not begin with %PDF-"),
      (String(pdf().dropLast(30)), "its end is missing"),
      (String(pdf().dropFirst(9)), "does not begin"), ("%PDF-1.4\nstartxref\n99999\n%%EOF\n", "beyond its end"),
      ("%PDF-1.4\nstartxref\n2\n%%EOF\n", "there are no cross-references"), (pdf(pages: "0"), "it has no page"),
      (pdf(root: "9 0 R"), "the catalogue, object 9, is in no cross-reference"), (pdf(root: "3 0 R"), "the catalogue names no pages"),
      (pdf().replacing("2 0 obj", with: "8 0 obj"), "object 2 is not at"), (pdf().replacing("trailer", with: "tra1ler"), "no trailer"),
      (pdf().replacing("/Root 1 0 R", with: ""), "no trailer names the catalogue"), (pdf().replacing("0 4\n", with: "0 9\n"), "cut"),
    ])
  func damage(text: String, words: String) {
    do throws(Problem) {
      _ = try PrintFile(Array(text.utf8))
      Issue.record("it opened")
    } catch { #expect(error.summary.contains(words), "\(error.summary)") }
  }

  @Test("cross-references that name each other do not go round for ever")
  func circle() {
    let text = Self.pdf().replacing("/Root 1 0 R", with: "/Prev \(Self.pdf().utf8.count - 98)")
    #expect(throws: Problem.self) { try PrintFile(Array(text.utf8)) }
  }

  @Test("a file of which any one byte was cut off its end does not open")
  func cut() {
    let whole = Array(Self.pdf().utf8)
    for length in stride(from: 0, to: whole.count - 6, by: 7) {
      #expect(throws: Problem.self, "\(length) bytes") { try PrintFile(Array(whole[..<length])) }
    }
  }
}

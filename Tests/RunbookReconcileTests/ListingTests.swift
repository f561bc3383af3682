import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// The text that the object store's command line prints, page by page.
struct ListingTests {
  private func reader(_ scratch: Scratch, _ text: String) throws -> VersionListingReader {
    VersionListingReader(LineInput("listing", try FileDescriptor.open(try scratch.write("listing", text), .readOnly)))
  }

  private func version(_ key: String, _ id: String, latest: Bool = true, size: Int = 5, at: String = "2026-06-15T10:00:00.000Z") -> String {
    "V\t\(id)\t\(latest ? "True" : "False")\t\(size)\t\(at)\t[\"\(key)\"]\n"
  }

  private func marker(_ key: String, _ id: String, latest: Bool = true, at: String = "2026-06-15T12:00:00+00:00") -> String {
    "D\t\(id)\t\(latest ? "True" : "False")\t-\t\(at)\t[\"\(key)\"]\n"
  }

  private func all(_ reader: inout VersionListingReader) throws -> [String] {
    var found: [String] = []
    while try reader.next() {
      let key = reader.withKey { String(decoding: copy($0), as: UTF8.self) }
      let (state, ids) = (reader.state, reader.restoreIDs)
      let (marker, version) = (String(decoding: ids.marker, as: UTF8.self), String(decoding: ids.version, as: UTF8.self))
      found.append("\(key) \(state.isLive ? "live \(state.size)" : state.isDeleted ? "deleted" : "gone") \(state.way) \(marker) \(version)")
    }
    return found
  }

  @Test("versions and delete markers of a page come together by key, across pages too")
  func pages() throws {
    let scratch = try Scratch()
    var listing = try reader(
      scratch,
      "P\n" + version("a", "a1") + version("b", "b1", latest: false) + version("c", "c1", latest: false) + marker("b", "bm")
        + marker("c", "cm")
        + "P\n" + version("c", "c0", latest: false, at: "2026-06-14T10:00:00.000Z") + version("d", "d2", size: 0)
        + version("d", "d1", latest: false) + "P\n" + marker("e", "em") + "P\nNone\n")
    #expect(
      try all(&listing) == [
        "a live 5 none  ", "b deleted removeMarker bm b1", "c deleted removeMarker cm c1", "d live 0 copyVersion  d1", "e deleted none em ",
      ])
    #expect(listing.pages == 4)
  }

  @Test("beneath a marker an empty version is passed by for an older one with content")
  func emptyBeneath() throws {
    let scratch = try Scratch()
    var listing = try reader(
      scratch,
      "P\n" + version("k", "v2", latest: false, size: 0, at: "2026-06-15T11:00:00.000Z") + version("k", "v1", latest: false)
        + marker("k", "m"))
    #expect(try all(&listing) == ["k deleted copyVersion m v1"])
  }

  @Test(
    "a listing of nothing is empty", arguments: ["", "P\n", "None\n", "P\nNone\n", "P\nP\n"])
  func empty(_ text: String) throws {
    let scratch = try Scratch()
    var listing = try reader(scratch, text)
    #expect(try all(&listing).isEmpty)
  }

  @Test("keys come out byte for byte, whatever is in them")
  func oddKeys() throws {
    let scratch = try Scratch()
    var listing = try reader(
      scratch,
      "P\n"
        + [#"%2B\n"#, #"a b"#, #"a\"b"#, #"a\\b"#, #"a\tb"#, #"caf\u00e9"#, #"\ud83d\ude00"#].sorted { decoded($0) < decoded($1) }
        .map { version($0, "1") }.joined())
    let keys = try all(&listing).map { String($0.dropLast(" live 5 none  ".count)) }
    #expect(Set(keys) == ["%2B\n", "a b", "a\"b", "a\\b", "a\tb", "café", "😀"])
  }

  private func decoded(_ text: String) -> String {
    var key: [UInt8] = []
    _ = ListedKey.decode(Array("[\"\(text)\"]".utf8), 0..<text.utf8.count + 4, into: &key)
    return key.map { String($0 + 0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }.joined()
  }

  @Test(
    "what is not understood is refused with its row",
    arguments: [
      "V\tv\tTrue\t1\t2026-06-15T10:00:00.000Z\t[\"a\"]\n", "P\nbucket not found\n", "P\nV\tv\tTrue\n", "P\nV\tv\tTrue\t1\tx\tplain\n",
      "P\nV\tv\tTrue\t1\tx\t[\"\\ud83d\"]\n", "P\nV\tv\tTrue\t1\tx\t[\"b\"]\nV\tv\tTrue\t1\tx\t[\"a\"]\n",
      "P\nV\tv\tTrue\t1\tx\t[\"b\"]\nP\nV\tv\tTrue\t1\tx\t[\"a\"]\n",
    ])
  func malformed(_ text: String) throws {
    let scratch = try Scratch()
    var listing = try reader(scratch, text)
    let found = problem { () throws(Problem) in while try listing.next() {} }
    #expect(found?.summary.contains("row ") == true)
  }
}

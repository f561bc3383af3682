import Glibc
import RunbookSystem
import Testing

@Suite("Host, clock, bytes") struct HostTests {
  @Test("the clocks agree on how long a moment is")
  func clocks() {
    let (wall, boot) = (Clock.wall(), Clock.boottime())
    Clock.sleep(milliseconds: 50)
    #expect(Clock.boottime() - boot >= 50_000_000)
    #expect(abs((Clock.wall() - wall) - (Clock.boottime() - boot)) < 1_000_000_000)
    #expect(Clock.bootID().utf8.count == 36)
  }

  @Test("this process and its user are known")
  func identity() throws {
    #expect(Host.processID() == getpid())
    #expect(Host.processStartTime(getpid()) ?? 0 > 0)
    #expect(Host.processStartTime(1 << 30) == nil)
    #expect(!Host.name().isEmpty)
    #expect(!Host.userName().isEmpty)
    #expect(Files.exists(try Host.executablePath()))
  }

  @Test("random names differ and have two digits a byte")
  func entropy() {
    #expect(Entropy.hex(8).utf8.count == 16)
    #expect(Entropy.hex(16) != Entropy.hex(16))
    #expect(Set(Entropy.bytes(4096)).count > 200)
  }

  @Test("a byte is found from any start")
  func scan() {
    let bytes = Array("a\nbc\n\n".utf8)
    var found: [Int?] = []
    for start in 0...7 { found.append(ByteScan.firstIndex(of: 0x0A, in: bytes.span, from: start)) }
    #expect(found == [1, 1, 4, 4, 4, 5, nil, nil])
    #expect(ByteScan.firstIndex(of: 0x0A, in: [UInt8]().span) == nil)
    #expect(ByteScan.firstIndex(of: 0x0A, in: bytes.span, from: -1) == nil)
  }

  @Test(
    "runs of bytes are ordered as memcmp does, the shorter first",
    arguments: [("a", "b", -1), ("b", "a", 1), ("a", "a", 0), ("a", "ab", -1), ("", "", 0), ("", "a", -1), ("é", "z", 1)])
  func order(left: String, right: String, expected: Int) {
    #expect(ByteScan.compare(Array(left.utf8).span, Array(right.utf8).span).signum() == expected)
  }

  @Test("only absolute entries of the search path count")
  func search() throws {
    try withScratch { folder in
      try Files.writeDurably([], to: folder + "/tool", mode: 0o755)
      try Files.writeDurably([], to: folder + "/data", mode: 0o644)
      try Files.makeDirectory(folder + "/folder")
      #expect(ExecutableSearch.resolve("tool", path: ":.:relative:\(folder)") == folder + "/tool")
      #expect(ExecutableSearch.resolve("folder", path: folder) == nil)
      #expect(ExecutableSearch.resolve("tool", path: "") == nil)
      #expect(ExecutableSearch.resolve("./tool", path: folder) == nil)
      #expect(ExecutableSearch.resolve("", path: folder) == nil)
      #expect(ExecutableSearch.resolve(folder + "/tool", path: "") == folder + "/tool")
      if Host.userID() != 0 { #expect(ExecutableSearch.resolve("data", path: folder) == nil) }
    }
  }
}

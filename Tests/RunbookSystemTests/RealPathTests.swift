import Glibc
import RunbookSystem
import Testing

@Suite("Where a path really leads") struct RealPathTests {
  @Test("links are followed wherever they stand, and the missing end of a path is kept")
  func follows() throws {
    try withScratch { folder in
      let real = try Files.realPath(folder)
      try Files.makeDirectory("\(folder)/data/inner", parents: true)
      try #require(symlink("\(folder)/data", "\(folder)/way") == 0)
      try #require(symlink("way", "\(folder)/round") == 0)
      for (path, leadsTo) in [
        ("\(folder)/data", "/data"), ("\(folder)/way", "/data"), ("\(folder)/round/inner", "/data/inner"),
        ("\(folder)/round/new/x", "/data/new/x"),
        ("\(folder)/none", "/none"), ("\(folder)/data//inner/.", "/data/inner"),
      ] {
        #expect(try Files.realPath(path) == real + leadsTo, "\(path)")
      }
      #expect(try Files.realPath("/") == "/")
      #expect(try Files.realPath("/no-such-folder-at-all/x") == "/no-such-folder-at-all/x")
    }
  }

  @Test("a link that leads nowhere, and one that leads to itself, are errors", arguments: [("nowhere", Errno.ENOENT), ("loop", .ELOOP)])
  func refuses(name: String, errno: Errno) throws {
    try withScratch { folder in
      try #require(symlink("\(folder)/not-there", "\(folder)/nowhere") == 0)
      try #require(symlink("loop", "\(folder)/loop") == 0)
      for path in ["\(folder)/\(name)", "\(folder)/\(name)/below"] {
        do throws(SystemError) {
          _ = try Files.realPath(path)
          Issue.record("\(path) was resolved")
        } catch { #expect(error.errno == errno) }
      }
    }
  }
}

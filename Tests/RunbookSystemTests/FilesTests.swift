import Glibc
import RunbookSystem
import Testing

@Suite("Files") struct FilesTests {
  @Test("what is written is read, by bytes and as text")
  func roundTrip() throws {
    try withScratch { folder in
      let bytes = Entropy.bytes(100_000)
      try Files.writeDurably(bytes, to: folder + "/a")
      #expect(try Files.read(folder + "/a") == bytes)
      try Files.writeDurably(Array("grüß".utf8), to: folder + "/a", mode: 0o640)
      #expect(try Files.readText(folder + "/a") == "grüß")
      #expect(try Files.list(folder) == ["a"], "no temporary file stays behind")
      #expect(try Files.stat(folder + "/a").mode == 0o640)
      try Files.writeDurably([0xFF], to: folder + "/a")
      #expect(throws: SystemError("read", path: folder + "/a", errno: .EILSEQ)) { try Files.readText(folder + "/a") }
    }
  }

  @Test("a file longer than the limit is refused, not cut")
  func limit() throws {
    try withScratch { folder in
      let path = folder + "/a"
      try Files.writeDurably([1, 2, 3], to: path)
      #expect(try Files.read(path, limit: 3) == [1, 2, 3])
      #expect(throws: SystemError("read", path: path, errno: .EFBIG)) { try Files.read(path, limit: 2) }
    }
  }

  @Test("errors name the call, the path and the reason")
  func errors() {
    #expect(throws: SystemError("open", path: "/nowhere/x", errno: .ENOENT)) { try Files.read("/nowhere/x") }
    #expect(throws: SystemError("read", path: "/etc", errno: .EISDIR)) { try Files.read("/etc") }
    #expect("\(SystemError("open", path: "/x/y", errno: .EACCES))" == "open /x/y: EACCES: Permission denied")
    #expect("\(SystemError("fsync", errno: .ENOSPC))" == "fsync: ENOSPC: No space left on device")
  }

  @Test("a path with a NUL byte is refused, never cut short")
  func nul() throws {
    try withScratch { folder in
      try Files.writeDurably([1], to: folder + "/a")
      let bad = folder + "/a\0b"
      #expect(throws: SystemError.self) { try Files.read(bad) }
      #expect(throws: SystemError.self) { try Files.stat(bad) }
      #expect(throws: SystemError.self) { try Files.remove(bad) }
      #expect(throws: SystemError.self) { try Files.rename(bad, to: folder + "/c") }
      #expect(throws: SystemError.self) { try Files.rename(folder + "/a", to: bad) }
      #expect(throws: SystemError.self) { try Files.makeDirectory(bad) }
      #expect(throws: SystemError.self) { try Files.list(folder + "\0") }
      #expect(try Files.list(folder) == ["a"])
    }
  }

  @Test("directories: made with parents, listed by bytes, removed with all in them but nothing behind a link")
  func directories() throws {
    try withScratch { folder in
      try Files.makeDirectory(folder + "/a/b/c", parents: true)
      try Files.makeDirectory(folder + "/a/b/c", parents: true)
      #expect(throws: SystemError("mkdir", path: folder + "/a", errno: .EEXIST)) { try Files.makeDirectory(folder + "/a") }
      #expect(try Files.stat(folder + "/a/b").mode == 0o700)
      for name in ["é", "B", "a2", ".x"] { try Files.writeDurably([], to: folder + "/a/" + name) }
      #expect(try Files.list(folder + "/a") == [".x", "B", "a2", "b", "é"])
      try Files.makeDirectory(folder + "/kept")
      try Files.writeDurably([1], to: folder + "/kept/file")
      #expect(symlink(folder + "/kept", folder + "/a/link") == 0)
      #expect(try Files.stat(folder + "/a/link").kind == .directory)
      #expect(try Files.stat(folder + "/a/link", followLink: false).kind == .symbolicLink)
      try Files.removeTree(folder + "/a")
      #expect(!Files.exists(folder + "/a"))
      #expect(Files.exists(folder + "/kept/file"))
    }
  }

  @Test(
    "the directory of a path",
    arguments: [("/a/b", "/a"), ("/a", "/"), ("/", "/"), ("a", "."), ("a/b", "a"), ("/a/b//", "/a")])
  func directoryOf(path: String, expected: String) {
    #expect(Files.directory(of: path) == expected)
  }

  @Test("a lock is held by the open file, not by the process")
  func locks() throws {
    try withScratch { folder in
      let one = try FileDescriptor.open(folder + "/lock", [.readWrite, .create])
      let two = try FileDescriptor.open(folder + "/lock", .readOnly)
      #expect(try one.lock())
      #expect(try !two.lock())
      #expect(try !two.lock(exclusive: false))
      try FileDescriptor.open(folder + "/lock", .readOnly).close()
      #expect(try !two.lock(), "closing another descriptor of the file must not free the lock")
      try one.close()
      #expect(try two.lock())
      try two.close()
    }
  }

  @Test("descriptors seek, cut, reserve and tell their size")
  func control() throws {
    try withScratch { folder in
      let file = try FileDescriptor.open(folder + "/f", [.readWrite, .create, .exclusive])
      try file.writeAll("0123456789")
      try file.fdatasync()
      #expect(try file.seek(to: 3) == 3)
      #expect(try file.read(upTo: 4) == Array("3456".utf8))
      try file.truncate(to: 5)
      #expect(try file.size == 5)
      try file.allocate(65536)
      #expect(try file.size == 65536)
      #expect(try file.seekToEnd() == 65536)
      try file.close()
      #expect(throws: SystemError("close", errno: .EBADF)) { try FileDescriptor(rawValue: 9999).close() }
      try Files.allocate(folder + "/ballast", bytes: 1 << 20)
      #expect(try Files.stat(folder + "/ballast").size == 1 << 20)
      try Files.makeFIFO(folder + "/fifo")
      #expect(try Files.stat(folder + "/fifo").kind == .fifo)
      let free = try Files.freeSpace(folder)
      #expect(free.bytes > 0)
      #expect(try Files.diskSize(folder) >= free.bytes)
      try Files.makeDirectory(folder + "/below")
      #expect(symlink("/usr", folder + "/below/link") == 0)
      let before = try Files.allocatedSpace(folder)
      try Files.allocate(folder + "/below/more", bytes: 1 << 20)
      #expect(try Files.allocatedSpace(folder) - before == 1 << 20)
      #expect(try Files.allocatedSpace(folder + "/nowhere") == 0)
    }
  }
}

import Glibc
import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookJournal

@Suite("The state folder") struct StateDirectoryTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test("it is created for its owner only") func creates() throws {
    let state = try StateDirectory.open(scratch.path + "/a/b/state/")
    for path in [state.path, state.runsPath, state.locksPath, scratch.path + "/a"] {
      #expect(try Files.stat(path).mode == 0o700)
    }
    #expect(state.path.hasSuffix("/state"))
    #expect(try state.runs().isEmpty)
    _ = try StateDirectory.open(state.path)
  }

  @Test("others' write access, links, files and other owners are refused") func refuses() throws {
    func refused(_ path: String, _ word: String) {
      let problem = #expect(throws: Problem.self) { try StateDirectory.open(path) }
      #expect(problem?.code == .safetyRefusal)
      #expect(problem?.summary.contains(word) == true, "\(problem?.summary ?? "")")
      #expect(problem?.hint != nil)
    }
    for mode: UInt32 in [0o777, 0o770, 0o722, 0o1777] {
      let path = "\(scratch.path)/open\(mode)"
      try Files.makeDirectory(path)
      try Files.setMode(path, mode)
      refused(path, "written by others")
    }
    let real = try scratch.state()
    #expect(symlink(real.path, scratch.path + "/link") == 0)
    refused(scratch.path + "/link", "symbolic link")
    refused(scratch.path + "/link/", "symbolic link")
    try Files.writeDurably([], to: scratch.path + "/file")
    refused(scratch.path + "/file", "not a folder")
    try Files.setMode(real.locksPath, 0o777)
    refused(real.path, "written by others")
  }

  @Test("a folder of another owner is refused", .enabled(if: geteuid() == 0, "only root can give a folder away"))
  func foreignOwner() throws {
    let path = scratch.path + "/foreign"
    try Files.makeDirectory(path)
    #expect(chown(path, 4242, 4242) == 0)
    let problem = #expect(throws: Problem.self) { try StateDirectory.open(path) }
    #expect(problem?.code == .safetyRefusal)
    #expect(problem?.summary.contains("belongs to user 4242") == true)
  }

  @Test("reading a state folder that is not there creates nothing") func existing() throws {
    let problem = #expect(throws: Problem.self) { try StateDirectory.existing(scratch.path + "/none") }
    #expect(problem?.code == .usage)
    #expect(!Files.exists(scratch.path + "/none"))
  }

  @Test("network and user-space file systems are known from the mount table") func mounts() {
    let table = Array(
      """
      21 1 8:1 / / rw - ext4 /dev/sda1 rw
      30 21 0:40 / /srv rw shared:1 - nfs4 server:/x rw
      31 30 0:41 / /srv/my\\040disk rw - fuse.sshfs host:/ rw
      32 21 0:42 / /home rw - tmpfs none rw
      33 21 0:43 / /home rw - ext4 /dev/sdb rw
      """.utf8)
    func type(_ path: String) -> String? { MountTable.fileSystem(of: path, table: table) }
    #expect(type("/var/lib") == "ext4")
    #expect(type("/srv/state") == "nfs4")
    #expect(type("/srvx") == "ext4")
    #expect(type("/srv/my disk/x") == "fuse.sshfs")
    #expect(type("/home/ben") == "ext4")
    #expect(MountTable.isUnsafe("nfs4") && MountTable.isUnsafe("fuse.sshfs") && !MountTable.isUnsafe("ext4"))
    #expect(MountTable.fileSystem(of: "/", table: [0, 255, 10, 32, 32, 10]) == nil)
  }

  @Test("every target has one lock, whatever its name") func targetNames() throws {
    let state = try scratch.state()
    func name(_ target: String) -> String { String(state.targetLockPath(target).dropFirst(state.locksPath.count + 1)) }
    #expect(name("postgres:live_db@prod") == "postgres:live_db@prod")
    #expect(name("../x") == "%2e.%2fx")
    #expect(name(".create") == "%2ecreate")
    #expect(name("a/b") == "a%2fb")
    #expect(name("a%2fb") == "a%252fb")
    #expect(name(String(repeating: "x", count: 300)).utf8.count == 66)
    #expect(name("") != name("x"))
  }

  @Test("a target's lock has one holder, and says who") func targetLock() throws {
    let state = try scratch.state()
    let lock = try state.lockTarget("postgres:live_db", holder: "alice on db1, epoch 7")
    let problem = #expect(throws: Problem.self) { try state.lockTarget("postgres:live_db", holder: "bob") }
    #expect(problem?.code == .busy)
    #expect(problem?.summary == "target postgres:live_db is busy: held by alice on db1, epoch 7")
    #expect(FileLock.isHeld(lock.path))
    _ = try state.lockTarget("postgres:other", holder: "bob")
    lock.release()
    #expect(!FileLock.isHeld(lock.path))
    let again = try state.lockTarget("postgres:live_db", holder: "bob")
    #expect(FileLock.holder(of: again.path) == "held by bob")
    #expect(Files.exists(lock.path), "lock files are never removed")
  }

  @Test("a lock file that was replaced is not taken for the lock") func replacedLock() throws {
    let state = try scratch.state()
    let lock = try state.lockTarget("a", holder: "alice")
    try Files.remove(lock.path)
    let other = try state.lockTarget("a", holder: "bob")
    #expect(FileLock.isHeld(other.path))
    try Files.remove(other.path)
    #expect(symlink("/dev/null", other.path) == 0)
    #expect(#expect(throws: Problem.self) { try state.lockTarget("a", holder: "eve") }?.code == .safetyRefusal)
  }

  @Test("the end of a log tells whether it is sealed: only a whole last record does, and only that one") func sealedEnd() throws {
    let state = try scratch.state()
    let folder = try state.createRun(Sample.genesis(), plan: [])
    #expect(folder.sealedAt == nil)
    let sealed = try LogBuilder(RunStateTests.opened + [.note(String(repeating: "x", count: 9000), about: nil), .sealed(.completed)]).bytes
    try Files.writeDurably(sealed, to: folder.logPath)
    #expect(folder.sealedAt == (try Journal.read(sealed).state.last?.wall))
    for (bytes, what) in [
      (Array(sealed.dropLast()), "torn"), (sealed + Array("RB1 0000".utf8), "followed by the beginning of another one"),
      (Array("sealed\n".utf8), "no record"), ([], "empty"),
      (try LogBuilder(RunStateTests.opened + [.note("sealed", about: nil)]).bytes, "a remark"),
    ] {
      try Files.writeDurably(bytes, to: folder.logPath)
      #expect(folder.sealedAt == nil, "\(what)")
    }
  }

  @Test("runs are found by what people type") func matching() throws {
    let state = try scratch.state()
    for short in ["aaaaaa", "bbbbbb"] { _ = try state.createRun(Sample.genesis(Sample.runID(short)), plan: []) }
    #expect(try state.runs().map(\.short) == ["aaaaaa", "bbbbbb"])
    #expect(try state.runs(matching: "bbbbbb") == [Sample.runID("bbbbbb")])
    #expect(try state.runs(matching: "20260615").count == 2)
    #expect(try state.runs(matching: Sample.runID("aaaaaa").text).count == 1)
    #expect(try state.runs(matching: "").isEmpty)
    #expect(state.newestHead() == (try state.folder(Sample.runID("bbbbbb")).read().state.head))
  }
}

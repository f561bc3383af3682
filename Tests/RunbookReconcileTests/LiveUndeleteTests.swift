import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// Against an S3 API on loopback.
@Suite(.serialized)
struct LiveUndeleteTests {
  @Test(
    "every page of an incident's delete markers is taken back, and nothing older",
    .enabled(if: Machine.python != nil, "needs aws and a python with moto"))
  func everyPage() throws {
    let scratch = try Scratch()
    let store = try ObjectStoreServer(try #require(Machine.python), scratch)
    // Deleted long before: t/old, and t/twice, which the incident's deletion covers a second time.
    try store.run(
      """
      put("t/old"); rm("t/old"); put("t/twice"); rm("t/twice"); put("t/stays"); put("u/other"); rm("u/other"); put("t/again"); rm("t/again")
      """)
    Clock.sleep(milliseconds: 1_100)
    let since = WallTime(nanoseconds: Clock.wall())
    Clock.sleep(milliseconds: 1_100)
    try store.run(
      """
      from concurrent.futures import ThreadPoolExecutor
      odd = ["a b.pdf", "a+b.pdf", "100%.svg", "100%25.svg", "é.pdf", "q\\"uote'.pdf", "back\\\\slash", "tab\\there", "😀.pdf", "<x>&.pdf"]
      keys = ["t/" + k for k in odd] + ["t/many/%05d.pdf" % i for i in range(1001)]
      with ThreadPoolExecutor(1) as pool: list(pool.map(put, keys))
      for i in range(0, len(keys), 1000): s3.delete_objects(Bucket="files", Delete={"Objects": [{"Key": k} for k in keys[i:i+1000]], "Quiet": True})
      rm("t/many/00001.pdf"); rm("t/twice"); rm("t/never"); put("t/again")
      """)
    let before = try store.liveKeys()

    var configuration = Undelete.Configuration(
      objects: store.access, prefixes: ["t/"], since: since, isDryRun: true, workDirectory: try scratch.folder("dry"))
    let dry = try Undelete.run(configuration) { _ in }
    #expect(dry.pages > 1)
    #expect(dry.belonging == 1012)
    #expect(dry.tooOld == 1)
    #expect(dry.live == 2)
    #expect(try store.liveKeys() == before)

    configuration.isDryRun = false
    configuration.workDirectory = try scratch.folder("wet")
    let report = try Undelete.run(configuration) { _ in }
    #expect(report.removed == 1011)
    // t/twice is as it was before the incident: deleted.
    #expect(report.deletedBefore == 1)
    #expect(report.passes)
    let after = try store.liveKeys()
    #expect(after.count == before.count + 1011)
    #expect(after.isSuperset(of: ["t/a b.pdf", "t/100%25.svg", "t/tab\there", "t/😀.pdf", "t/many/00001.pdf", "t/many/01000.pdf"]))
    #expect(after.isDisjoint(with: ["t/old", "t/twice", "u/other", "t/never"]))
  }

  @Test("an undelete without a prefix is refused")
  func noPrefix() throws {
    let store = ObjectStoreAccess(aws: "/bin/false", bucket: "files", environment: [:])
    for prefixes in [[], [""], ["t/", ""]] {
      let configuration = Undelete.Configuration(objects: store, prefixes: prefixes, since: WallTime(seconds: 0), workDirectory: "/nowhere")
      #expect(problem { () throws(Problem) in _ = try Undelete.run(configuration) { _ in } }?.code == .parameterRejected)
    }
  }
}

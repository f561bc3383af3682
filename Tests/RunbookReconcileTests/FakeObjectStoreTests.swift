import RunbookBase
import RunbookSystem
import Testing

@testable import RunbookReconcile

/// The object store's answers that a real one gives rarely, told by a small script in the place of `aws`.
struct FakeObjectStoreTests {
  /// A work folder and an `aws` that answers `list-object-versions` with `listing` and everything else with `otherwise`.
  private func store(_ scratch: Scratch, listing: String, otherwise: String) throws -> (ObjectStoreAccess, String) {
    let aws = try scratch.script(
      "aws", "echo \"$2\" >>\(scratch.path)/calls\ncase \"$2\" in list-object-versions) \(listing);; *) \(otherwise);; esac")
    return (ObjectStoreAccess(aws: aws, bucket: "files", environment: ["PATH": "/usr/bin:/bin"]), try scratch.folder("work"))
  }

  private static let marker =
    #"printf 'P\nV\tv1\tFalse\t3\t2026-06-15T10:00:00.000Z\t["k"]\nD\tm1\tTrue\t-\t2026-06-15T12:00:00.000Z\t["k"]\n'"#

  private func undelete(_ access: ObjectStoreAccess, _ directory: String) throws(Problem) -> UndeleteReport {
    guard let since = WallTime("2026-06-15T11:00:00Z") else { throw Problem(.usage, "no time") }
    return try Undelete.run(Undelete.Configuration(objects: access, prefixes: ["k"], since: since, workDirectory: directory)) { _ in }
  }

  @Test("a refusal in the body counts although the command answers 0")
  func refusal() throws {
    let scratch = try Scratch()
    let (access, directory) = try store(
      scratch, listing: FakeObjectStoreTests.marker, otherwise: #"printf '["k"]\tAccessDenied\tObject Lock\n'"#)
    let report = try undelete(access, directory)
    #expect(report.removed == 0)
    #expect(report.failed == 1)
    #expect(report.refusals.first == "\"k\": AccessDenied: Object Lock")
    #expect(report.exitCode == .stepFailed)
  }

  @Test("an answer of success without effect is not believed")
  func noEffect() throws {
    let scratch = try Scratch()
    let (access, directory) = try store(scratch, listing: FakeObjectStoreTests.marker, otherwise: "echo None")
    let report = try undelete(access, directory)
    #expect(report.removed == 0)
    #expect(report.failed == 1)
  }

  @Test("a listing that breaks off is a problem, and nothing is removed")
  func brokenListing() throws {
    let scratch = try Scratch()
    let (access, directory) = try store(
      scratch, listing: FakeObjectStoreTests.marker + "; echo 'Connection was closed' >&2; exit 255", otherwise: "echo None")
    let found = try #require(problem { () throws(Problem) in _ = try undelete(access, directory) })
    #expect(found.details == ["Connection was closed"])
    #expect(try scratch.read("calls") == "list-object-versions\n")
  }

  @Test("a dry run only lists")
  func dryRun() throws {
    let scratch = try Scratch()
    let (access, directory) = try store(scratch, listing: FakeObjectStoreTests.marker, otherwise: "echo None")
    let since = try #require(WallTime("2026-06-15T11:00:00Z"))
    let report = try Undelete.run(
      Undelete.Configuration(objects: access, prefixes: ["k"], since: since, isDryRun: true, workDirectory: directory)
    ) { _ in }
    #expect(report.belonging == 1)
    #expect(try scratch.read("calls") == "list-object-versions\n")
  }

  @Test("a marker that cannot be removed is passed by: the version is copied to the front")
  func copyInstead() throws {
    let scratch = try Scratch()
    // Once the copy has been made, the listing shows it.
    let copied = #"printf 'P\nV\tv2\tTrue\t3\t2026-06-15T13:00:00.000Z\t["k"]\n'"#
    let aws = try scratch.script(
      "aws",
      """
      case "$2" in
      list-object-versions) if test -e \(scratch.path)/copied; then \(copied); else \(FakeObjectStoreTests.marker); fi;;
      delete-objects) printf '["k"]\\tAccessDenied\\tno\\n';;
      copy-object) touch \(scratch.path)/copied; cp "${4#file://}" \(scratch.path)/copy.json;;
      esac
      """)
    let candidates = try scratch.write("candidates.list", "k\trestorable\n")
    let outcome = try RepairRounds(
      access: ObjectStoreAccess(aws: aws, bucket: "files", environment: ["PATH": "/usr/bin:/bin"]), prefixes: [[]],
      directory: scratch.path, files: RepairFiles(candidates: candidates, directory: scratch.path, name: "restored"), pages: 1
    ).run { _ in }
    #expect(outcome.wellAfter == 1)
    #expect(try scratch.read("copy.json") == #"{"Bucket":"files","CopySource":"files/k?versionId=v1","Key":"k"}"#)
  }
}

import RunbookJournal
import RunbookSystem
import Testing

#if DEBUG
  @Suite("Killed at every record", .serialized) struct JournalBoundaryTests {
    @Test("killed before or after any record, the run resumes to the same end and runs nothing twice")
    func everyBoundary() async throws {
      let clean = try CleanRun.state(.closeTheBooks)
      // The first record is not appended: it comes with the folder.
      let boundaries = clean.recordCount - 1
      let cases = (1...boundaries).flatMap { ["die@\($0):journal-append", "dieafter@\($0):journal-append"] }
      let complaints = await Workers.complaints(cases, name: { $0 }) { fault in
        try Shop.with(.closeTheBooks) { shop in
          var recovery = Recovery(shop)
          guard try recovery.exec(fault: fault).isKilled else { return ["it was not killed"] }
          return try recovery.finish(like: clean) + (recovery.doubts + recovery.retries == 0 ? [] : ["a person had to help"])
        }
      }
      #expect(complaints == [])
      #expect(boundaries > 30)
    }
  }
#endif

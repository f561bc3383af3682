import RunbookBase
import RunbookJournal
import Testing

@Suite("Who made a record, and in which role") struct AuthorshipTests {
  private static let ben = Person(name: "Ben", login: "root", role: "restore-operator")
  private static let cleo = Person(name: "Cleo", login: "root", role: "scribe")
  private static let dora = Person(name: "Dora", login: "dora", role: "restore-operator")

  private func authors(_ records: [(event: Event, by: String)]) -> [Person?] {
    var authorship = Authorship()
    return records.enumerated().map { place, given in
      authorship.author(of: Record(at: Sample.instant(place), by: given.by, epoch: 1, seq: place + 1, event: given.event))
    }
  }

  private func session(_ person: Person?, rosterID: String? = nil) -> Event {
    .sessionOpened(
      Session(login: "root", host: "db1", bootID: "b", process: Sample.process, person: person, rosterID: rosterID))
  }

  private func handover(_ role: String, to person: Person) -> Event {
    .roleHandedOver(Handover(role: role, from: nil, to: person, brief: ["here"]))
  }

  @Test("a record without a person is its session's; what names one is theirs, and what the program does is nobody's")
  func rule() {
    let ended = Sample.ended("a")
    let said = authors([
      (session(Self.ben), "root"), (ended, "root"), (.note("told", about: WallTime(seconds: 1), by: Self.cleo), "root"), (ended, "root"),
      (.clockJump(wall: 1, boot: 1), "runbook"),
      (.decisionMade(step: "x", arm: "y", reason: "by rule: rows is 0", by: .rule), "root"),
      (session(Self.cleo), "root"), (.note("made up", about: nil), "root"), (session(Self.dora), "dora"), (ended, "dora"),
    ])
    #expect(
      said == [Self.ben, Self.ben, Self.cleo, Self.ben, nil, nil, Self.cleo, Self.cleo, Self.dora, Self.dora])
  }

  @Test("the role of the session's person goes with its handover, and no other role does")
  func handedOver() {
    let ada = Person(name: "Ada", login: "ada", role: "incident-commander")
    let said = authors([
      (session(Self.ben), "root"), (handover("incident-commander", to: ada), "root"), (Sample.ended("a"), "root"),
      (handover("restore-operator", to: Self.dora), "root"), (Sample.ended("b"), "root"),
    ])
    #expect(said == [Self.ben, ada, Self.ben, Self.dora, Self.dora])
  }

  @Test("a log of an earlier version says login and roster id and claims no role")
  func earlier() {
    let said = authors([
      (session(nil), "root"), (Sample.ended("a"), "root"), (session(nil, rosterID: "ben"), "root"), (Sample.ended("a"), "root"),
      (.note("told", about: WallTime(seconds: 1)), "cleo"),
    ])
    let root = Person(name: "root", login: "root")
    let ben = Person(name: "ben", login: "root")
    #expect(said == [root, root, ben, ben, Person(name: "cleo", login: "cleo")])
  }
}

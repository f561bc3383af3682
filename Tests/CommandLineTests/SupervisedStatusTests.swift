import RunbookBase
import RunbookSystem
import Testing

@Suite("status of a step whose executor is gone") struct SupervisedStatusTests {
  @Test("while its supervisor is at work the step runs; it is not told as in doubt")
  func underSupervisor() throws {
    try Bench.with { bench in
      let sitting = try bench.sit(bench.exec(["--pause", "4"]))
      try sitting.decide()
      try sitting.approve()
      let isStarted = eventually {
        let runs = bench.state + "/runs"
        return try Files.list(runs).contains { Files.exists("\(runs)/\($0)/output/5-total.1.1/exit.pending") }
      }
      #expect(isStarted)
      sitting.child.signal(9)
      #expect(try sitting.end() == 137)
      let said = try bench.run(["status", "--state", bench.state])
      #expect(said.output.contains("running under its supervisor: total"), "\(said.output)")
      #expect(eventually { try bench.run(["status", "--state", bench.state]).output.contains("in doubt: total") })
      #expect(try bench.run(bench.resume()).code == 0)
    }
  }
}

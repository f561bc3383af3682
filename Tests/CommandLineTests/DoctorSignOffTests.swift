import RunbookBase
import RunbookSystem
import Testing

@Suite("doctor and the keys that release gates") struct DoctorSignOffTests {
  private func points(_ shop: KeyShop) throws -> DoctorTests.Points {
    try DoctorTests.Points(shop.run(DoctorTests.words + ["--state", shop.bench.state, "--estate", "key-shop"]))
  }

  private let role = "sign-off-incident-commander"

  /// The lines of the trust file, each through the change.
  private func rewrite(_ shop: KeyShop, _ change: (String) -> String?) throws {
    let lines = try Files.readText(shop.bench.folder + "/trust/allowed_signers").split(separator: "\n").map(String.init)
    try shop.trust("allowed_signers", lines.compactMap(change).map { $0 + "\n" }.joined())
  }

  @Test("three people with keys are enough for a gate that asks two")
  func enough() throws {
    try KeyShop.with("\"quorum\": 2") { shop in
      let points = try points(shop)
      #expect(points.code == 0, "\(points.json)")
      #expect(points[role]?.observed == "ada (key good), ben (key good), cleo (key good); close-the-books approve asks 2")
      #expect(points["trust"]?.observed == "3 keys, 4 people, nothing revoked")
      #expect(points["ssh-keygen"]?.verdict == "ok")
    }
  }

  @Test("keys that have expired, do not count yet, are for something else or are missing")
  func unusable() throws {
    for (option, words) in [
      ("valid-before=\"20200101\"", "their key expired at 2020-01-01T00:00:00Z"),
      ("valid-after=\"21000101Z\"", "their key counts from 2100-01-01T00:00:00Z"),
      ("namespaces=\"git\"", "their key is not for approval@runbook"),
    ] {
      try KeyShop.with { shop in
        try rewrite(shop) { line in
          line.split(separator: " ", maxSplits: 1)[0] + " \(option) " + line.split(separator: " ", maxSplits: 2)[2]
        }
        try points(shop).expectProblem(role, words)
      }
    }
    try KeyShop.with("\"quorum\": 2") { shop in
      try rewrite(shop) { $0.hasPrefix("ada") ? $0 : nil }
      try points(shop).expectProblem(role, "ben (they have no key in allowed_signers)")
    }
  }

  @Test("a key that expires later is good until then; a time that cannot be read is unknown")
  func limited() throws {
    try KeyShop.with { shop in
      try rewrite(shop) { $0.hasPrefix("ada") ? $0.replacing("namespaces", with: "valid-before=\"209912312359Z\",namespaces") : nil }
      #expect(try points(shop)[role]?.observed.hasPrefix("ada (key good until 2099-12-31T23:59:00Z)") == true)
      try rewrite(shop) { $0.replacing("209912312359Z", with: "soon") }
      try points(shop).expectProblem(role, "allowed_signers says “soon”", verdict: "unknown")
    }
  }

  @Test("revoked keys do not count, whether listed in plain or as a KRL", arguments: [false, true])
  func revoked(isKRL: Bool) throws {
    try KeyShop.with("\"quorum\": 3") { shop in
      let list = shop.bench.folder + "/revoked"
      if isKRL {
        try #require(try Subprocess.run("/usr/bin/ssh-keygen", ["-k", "-q", "-f", list, shop.key("ben") + ".pub"]).status.isSuccess)
      } else {
        try #require(try Subprocess.run("/bin/cp", [shop.key("ben") + ".pub", list]).status.isSuccess)
      }
      try Files.writeDurably(try Files.read(list), to: shop.bench.folder + "/trust/revoked_keys", mode: 0o644)
      let points = try points(shop)
      points.expectProblem(role, "ada (key good), ben (their key is revoked), cleo (key good)")
      #expect(points["trust"]?.observed.contains("a list of revoked keys") == true)
    }
  }

  @Test("trust files that cannot be believed")
  func untrusted() throws {
    try KeyShop.with { shop in
      let folder = shop.bench.folder + "/trust"
      try Files.setMode(folder + "/revoked_keys", 0o666)
      try points(shop).expectProblem("trust", "can be written by others")
      try Files.remove(folder + "/revoked_keys")
      try points(shop).expectProblem("trust", "cannot be looked at")
      try shop.trust("revoked_keys", "")
      try rewrite(shop) { $0.hasPrefix("ada") ? $0.replacing("ada@shop", with: "*") : $0 }
      try points(shop).expectProblem("trust", "names its principal by a pattern")
      try shop.trust("roster.json", "{}")
      try points(shop).expectProblem("trust", "")
    }
  }

  @Test("a folder for requests that is not there")
  func exchange() throws {
    try KeyShop.with { shop in
      try Files.remove(shop.exchange)
      try points(shop).expectProblem("exchange", "is not there")
    }
  }
}

import Glibc
import RunbookSystem
import Testing

@testable import RunbookCLI

@Suite("A drill's places are told from production's by what they are, not by their names") struct IsolationTests {
  /// A machine with production's data directory, and somewhere beside it for drills.
  private static func with(_ body: (String) throws -> Void) throws {
    let folder = try Files.realPath(try Files.temporaryDirectory(prefix: "runbook-isolation"))
    defer { try? Files.removeTree(folder) }
    try Files.makeDirectory("\(folder)/production/data/base", parents: true)
    try Files.makeDirectory("\(folder)/ground")
    try body(folder)
  }

  private static func objections(
    _ scratch: String, port: Int = 5499, bucket: String = "printflow360-drill", production: [String]
  ) -> [String] {
    Isolation(
      folder: scratch, port: port, bucket: bucket, productionFolders: production, productionPorts: [5432],
      productionBuckets: ["printflow360", "printflow360-replica"]
    ).objections()
  }

  @Test("a folder that is not there yet, on a port and with a bucket of its own, is fine")
  func isolated() throws {
    try Self.with { folder in
      #expect(Self.objections("\(folder)/ground/scratch", production: ["\(folder)/production/data", "\(folder)/production"]) == [])
      #expect(Self.objections("\(folder)/production/data2", production: ["\(folder)/production/data"]) == [], "a name that begins alike")
    }
  }

  @Test(
    "each way into production's directory is seen",
    arguments: [
      "production/data", "production/data/scratch", "production/data/base/1/2", "link", "link/scratch", "far/scratch",
      "ground/inner/scratch",
    ])
  func inside(path: String) throws {
    try Self.with { folder in
      try #require(symlink("\(folder)/production/data", "\(folder)/link") == 0)
      try #require(symlink("link", "\(folder)/far") == 0)
      try #require(symlink("../production/data/base", "\(folder)/ground/inner") == 0)
      let told = Self.objections("\(folder)/\(path)", production: ["\(folder)/production/data"])
      #expect(told.contains { $0.contains("lies in production's \(folder)/production/data") }, "\(told)")
    }
  }

  @Test("production's own path may be the link")
  func productionIsALink() throws {
    try Self.with { folder in
      try #require(symlink("\(folder)/production/data", "\(folder)/main") == 0)
      #expect(Self.objections("\(folder)/production/data/x", production: ["\(folder)/main"]).count == 1)
    }
  }

  @Test("a folder around production's is refused: removing it would remove production")
  func around() throws {
    try Self.with { folder in
      #expect(
        Self.objections("\(folder)/production", production: ["\(folder)/production/data"]) == [
          "production's \(folder)/production/data lies in the scratch folder \(folder)/production"
        ])
    }
  }

  @Test("a link in the folder's place is refused wherever it leads")
  func link() throws {
    try Self.with { folder in
      try #require(symlink("\(folder)/ground", "\(folder)/scratch") == 0)
      #expect(
        Self.objections("\(folder)/scratch", production: ["\(folder)/production/data"]) == [
          "the scratch folder \(folder)/scratch is a symbolic link to \(folder)/ground"
        ])
    }
  }

  @Test(
    "the same directory under another mount is the same directory",
    .enabled(if: geteuid() == 0, "only root can mount"))
  func mounted() throws {
    try Self.with { folder in
      guard mount("\(folder)/production/data", "\(folder)/ground", nil, UInt(MS_BIND), nil) == 0 else {
        try Test.cancel("this machine does not allow bind mounts")
      }
      defer { umount2("\(folder)/ground", Int32(MNT_DETACH)) }
      #expect(Self.objections("\(folder)/ground/scratch", production: ["\(folder)/production/data"]).count == 1)
    }
  }

  @Test("production's port and production's buckets are refused")
  func names() throws {
    try Self.with { folder in
      #expect(
        Self.objections("\(folder)/ground/scratch", port: 5432, bucket: "printflow360-replica", production: []) == [
          "the scratch port 5432 is one of production's", "the scratch bucket printflow360-replica is one of production's",
        ])
    }
  }

  @Test("an application at production's address is refused: its checks would ask production")
  func website() throws {
    try Self.with { folder in
      var isolation = Isolation(
        folder: "\(folder)/ground/scratch", port: 5499, bucket: "b", productionFolders: [], productionPorts: [], productionBuckets: [])
      isolation.website = "http://localhost:8000"
      isolation.productionWebsites = ["http://localhost:8000"]
      #expect(isolation.objections().count == 1)
      isolation.website = "http://localhost:8001"
      #expect(isolation.objections() == [])
    }
  }

  @Test("where a path cannot be followed nothing is taken for granted")
  func unknown() throws {
    try Self.with { folder in
      try #require(symlink("\(folder)/nowhere", "\(folder)/dangling") == 0)
      #expect(Self.objections("\(folder)/dangling/scratch", production: []).count == 1)
      #expect(Self.objections("\(folder)/ground/scratch", production: ["\(folder)/dangling"]).count == 1)
    }
  }
}

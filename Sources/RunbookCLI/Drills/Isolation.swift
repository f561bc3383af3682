import RunbookBase
import RunbookSystem

/// Whether a drill's places are anything of production's, wherever links lead (hazards 1 and 13).
struct Isolation {
  /// The drill's folder, which may not exist yet.
  let folder: String
  let port: Int
  let bucket: String
  let productionFolders: [String]
  let productionPorts: [Int]
  let productionBuckets: [String]
  /// Where the scratch application answers; nil when it is not said.
  var website: String?
  var productionWebsites: [String] = []

  /// Why it is not safe, a sentence each; empty when it is.
  ///
  /// Directories are compared by resolved path and by device and inode: a bind mount has another path and is the same directory.
  func objections() -> [String] {
    var found: [String] = []
    if productionPorts.contains(port) { found.append("the scratch port \(port) is one of production's") }
    if productionBuckets.contains(where: { $0.utf8.elementsEqual(bucket.utf8) }) {
      found.append("the scratch bucket \(bucket) is one of production's")
    }
    if let website, productionWebsites.contains(where: { $0.utf8.elementsEqual(website.utf8) }) {
      found.append("the scratch application's address \(website) is one of production's: its checks would ask production")
    }
    let scratch: Place
    do throws(SystemError) { scratch = try Place(folder) } catch {
      return found + ["where the scratch folder \(folder) leads cannot be told: \(error)"]
    }
    if (try? Files.stat(folder, followLink: false))?.kind == .symbolicLink {
      found.append("the scratch folder \(folder) is a symbolic link to \(scratch.path)")
    }
    for other in productionFolders {
      do throws(SystemError) {
        let production = try Place(other)
        let shown = scratch.path.utf8.elementsEqual(folder.utf8) ? folder : "\(folder) (really \(scratch.path))"
        if scratch.isInside(production) {
          found.append("the scratch folder \(shown) lies in production's \(other)")
        } else if production.isInside(scratch) {
          found.append("production's \(other) lies in the scratch folder \(shown)")
        }
      } catch { found.append("where production's \(other) leads cannot be told: \(error)") }
    }
    return found
  }

  /// A directory by where it really is.
  private struct Place {
    let path: String
    /// The path and everything above it, from itself up.
    let chain: [String]
    /// What the kernel knows the existing ones as.
    let identities: [Identity?]

    struct Identity: Hashable {
      let device: UInt64
      let inode: UInt64
    }

    init(_ text: String) throws(SystemError) {
      path = try Files.realPath(text)
      var chain = [path]
      while let last = chain.last, last != "/", let parent = Files.directory(of: last) { chain.append(parent) }
      self.chain = chain
      var identities: [Identity?] = []
      for entry in chain {
        do throws(SystemError) {
          let status = try Files.stat(entry)
          identities.append(Identity(device: status.device, inode: status.inode))
        } catch {
          guard error.errno == .ENOENT else { throw error }
          identities.append(nil)
        }
      }
      self.identities = identities
    }

    /// Whether this is the other one or below it.
    func isInside(_ other: Place) -> Bool {
      if chain.contains(where: { $0.utf8.elementsEqual(other.path.utf8) }) { return true }
      guard let identity = other.identities.first ?? nil else { return false }
      return identities.contains(identity)
    }
  }
}

/// Which column of an S3 inventory holds what: inventories are configurable, so this comes from the manifest's `fileSchema`.
public struct InventoryColumns: Hashable, Sendable {
  var key: Int
  var version: Int?
  var isLatest: Int?
  var isDeleteMarker: Int?
  var size: Int?
  var modified: Int?
  /// The number of columns up to the last one that is read.
  var width: Int

  /// Bucket, key, version id, is latest, is delete marker, size, last modified: the usual schema of an inventory of all versions.
  public static let allVersions = InventoryColumns(
    key: 1, version: 2, isLatest: 3, isDeleteMarker: 4, size: 5, modified: 6, width: 7)

  /// The columns that a manifest's `fileSchema` names, such as `Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate`.
  ///
  /// - Returns: nil without a `Key` column, or with version columns in part only.
  public init?(schema: String) {
    let names = schema.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }
    guard let key = names.firstIndex(of: "key") else { return nil }
    self.init(
      key: key, version: names.firstIndex(of: "versionid"), isLatest: names.firstIndex(of: "islatest"),
      isDeleteMarker: names.firstIndex(of: "isdeletemarker"), size: names.firstIndex(of: "size"),
      modified: names.firstIndex(of: "lastmodifieddate"), width: 0)
    let versions = [version, isLatest, isDeleteMarker].compactMap { $0 }
    guard versions.isEmpty || versions.count == 3 else { return nil }
    width = ([key, size, modified].compactMap { $0 } + versions).reduce(0, max) + 1
  }

  private init(key: Int, version: Int?, isLatest: Int?, isDeleteMarker: Int?, size: Int?, modified: Int?, width: Int) {
    self.key = key
    self.version = version
    self.isLatest = isLatest
    self.isDeleteMarker = isDeleteMarker
    self.size = size
    self.modified = modified
    self.width = width
  }
}

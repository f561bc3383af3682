public import RunbookBase

/// A print file by its bytes, read as a PDF reader begins: header, end, cross-references, catalogue, pages.
///
/// A file that is cut, empty, an error page or full of other bytes fails here; what stands on the pages is not looked at.
public struct PrintFile: Hashable, Sendable {
  /// The length in bytes.
  public let bytes: Int
  /// How many objects the cross-references name, each of them found at its place; nil for a compressed table, which is not unpacked.
  public let objects: Int?
  /// How many pages the page tree says it has; nil where that stands in a compressed object.
  public let pages: Int?

  /// Reads a file.
  ///
  /// - Throws: `stepFailed` with what is wrong with it.
  public init(_ content: [UInt8]) throws(Problem) {
    var reader = PDFReader(content)
    do throws(PDFReader.Damage) { try reader.read() } catch {
      throw Problem(
        .stepFailed, "it is no PDF that opens: \(error.reason)",
        hint: "restore a prior version with object-restore, or make it again (seed §5.3)")
    }
    bytes = content.count
    objects = reader.isCompressed ? nil : reader.places.count
    pages = reader.pages
  }

  /// What was found, for programs.
  public var json: JSON {
    ["opens": true, "bytes": JSON(bytes), "objects": objects.map { JSON($0) } ?? .null, "pages": pages.map { JSON($0) } ?? .null]
  }
}

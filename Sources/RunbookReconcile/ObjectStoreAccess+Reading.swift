public import RunbookBase
import RunbookSystem

extension ObjectStoreAccess {
  /// Downloads one object and looks at its bytes as a print file.
  ///
  /// - Parameter directory: where it is put for the moment; it is removed again.
  /// - Throws: `stepFailed` when it cannot be downloaded, or is no PDF that opens.
  public func printFile(_ key: String, in directory: String) throws(Problem) -> PrintFile {
    let file = directory + "/print-file"
    defer { try? Files.remove(file) }
    _ = try call("get-object", ["Bucket": .string(bucket), "Key": .string(key)], in: directory, [file])
    let content = try attempt("read \(file)") { () throws(SystemError) in try Files.read(file, limit: 1 << 30) }
    return try PrintFile(content)
  }
}

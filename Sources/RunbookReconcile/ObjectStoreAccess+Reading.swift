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
    // The output file is a word of its own, beside which `aws` takes no JSON; a key that it would take for a file is refused.
    guard !key.hasPrefix("file://"), !key.hasPrefix("fileb://") else {
      throw Problem(
        .parameterRejected, "the key looks like the address of a file, which aws would read", hint: "look at the object by hand")
    }
    let result = try attempt("run \(aws)") { () throws(SystemError) in
      try Subprocess.run(
        aws, ["s3api", "get-object", "--bucket=\(bucket)", "--key=\(key)"] + arguments + [file],
        environment: environment.merging(["AWS_PAGER": ""]) { $1 }, timeLimitSeconds: 300)
    }
    guard result.status.isSuccess else {
      throw ObjectStoreAccess.failure("get-object", bucket, result.errorOutput, timedOut: result.timedOut)
    }
    let content = try attempt("read \(file)") { () throws(SystemError) in try Files.read(file, limit: 1 << 30) }
    return try PrintFile(content)
  }
}

import RunbookBase
import RunbookSystem

/// How the object store is reached: the `aws` command line and one bucket.
public struct ObjectStoreAccess: Sendable {
  /// The `aws` program, by absolute path.
  public var aws: String
  /// The bucket's name.
  public var bucket: String
  /// Arguments that belong to every call, such as `--region eu-west-1`; never a secret.
  public var arguments: [String]
  /// The whole environment of the child: endpoint, credentials and region travel here.
  public var environment: [String: String]

  /// Access to one bucket.
  public init(aws: String, bucket: String, arguments: [String] = [], environment: [String: String]) {
    self.aws = aws
    self.bucket = bucket
    self.arguments = arguments
    self.environment = environment
  }

  /// The request of one `aws s3api` call; everything that holds a key goes into a JSON file, so that no key is taken for an option or a file name.
  ///
  /// - Parameter input: the call's own parameters.
  func request(_ operation: String, _ input: JSON, in directory: String, _ more: [String]) throws(Problem) -> SpawnRequest {
    let file = "\(directory)/aws-\(operation).json"
    try attempt("write \(file)") { () throws(SystemError) in
      let descriptor = try FileDescriptor.open(file, [.writeOnly, .create, .truncate], mode: 0o600)
      defer { descriptor.closeQuietly() }
      try descriptor.writeAll(input.canonicalBytes)
    }
    var environment = environment
    environment["AWS_PAGER"] = ""
    environment["AWS_CLI_AUTO_PROMPT"] = "off"
    return SpawnRequest(
      executable: aws, arguments: ["aws", "s3api", operation, "--cli-input-json", "file://\(file)"] + more + arguments,
      environment: environment, workingDirectory: directory)
  }

  /// Runs one call to its end and gives its standard output.
  ///
  /// - Throws: `stepFailed` with the tool's own words. The exit code alone never means success: the caller reads the answer.
  func call(_ operation: String, _ input: JSON, in directory: String, _ more: [String] = []) throws(Problem) -> [UInt8] {
    let request = try request(operation, input, in: directory, more)
    let result = try attempt("run \(aws)") { () throws(SystemError) in
      try Subprocess.run(
        request.executable, Array(request.arguments.dropFirst()), environment: request.environment, outputLimit: 16 << 20,
        timeLimitSeconds: 900)
    }
    guard result.status.isSuccess, !result.truncated else {
      throw ObjectStoreAccess.failure(operation, bucket, result.errorOutput, timedOut: result.timedOut)
    }
    return result.output
  }

  static func failure(_ operation: String, _ bucket: String, _ errorOutput: [UInt8], timedOut: Bool = false) -> Problem {
    let words = String(decoding: errorOutput, as: UTF8.self).split(separator: "\n").map(String.init).filter { !$0.isEmpty }
    return Problem(
      .stepFailed, "aws s3api \(operation) on bucket \(bucket) \(timedOut ? "did not answer in time" : "failed")",
      details: Array(words.suffix(5)),
      hint: "check endpoint, region, credentials and the bucket's name")
  }
}

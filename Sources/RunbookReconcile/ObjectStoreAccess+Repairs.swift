import RunbookBase
import RunbookSystem

extension ObjectStoreAccess {
  /// Removes delete markers by their version ids, at most 1000 in one call.
  ///
  /// Naming the version id makes this safe against everything that happens meanwhile: an object uploaded since stays as it is.
  /// - Returns: the keys refused. The command answers 0 then, too, so that its body is what counts.
  func removeMarkers(_ repairs: [Repair], in directory: String) throws(Problem) -> [RepairFailure] {
    var failures: [RepairFailure] = []
    var objects: [JSON] = []
    for repair in repairs {
      guard let key = String(validating: repair.key, as: UTF8.self), let id = String(validating: repair.id, as: UTF8.self) else {
        failures.append(RepairFailure(key: repair.key, reason: "the key is not UTF-8"))
        continue
      }
      objects.append(["Key": .string(key), "VersionId": .string(id)])
    }
    guard !objects.isEmpty else { return failures }
    let body: JSON = ["Bucket": .string(bucket), "Delete": ["Objects": .array(objects), "Quiet": true]]
    let answer = try call(
      "delete-objects", body, in: directory, ["--output", "text", "--query", "Errors[].[to_string([Key]),Code,Message]"])
    for line in answer.split(separator: 0x0A) where !line.elementsEqual("None".utf8) {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map(Array.init)
      var key: [UInt8] = []
      guard let first = fields.first, ListedKey.decode(first, 0..<first.count, into: &key) else {
        throw Problem(.stepFailed, "the answer of aws s3api delete-objects is not understood", details: [shown(Array(line))])
      }
      let reason = fields.dropFirst().map { String(decoding: $0, as: UTF8.self) }.joined(separator: ": ")
      failures.append(RepairFailure(key: key, reason: reason))
    }
    return failures
  }

  /// Copies one version to the front, so that it is the latest (seed §3.4).
  ///
  /// - Returns: why it did not work, nil when the tool says that it did; the next listing has the last word.
  func copyVersion(_ repair: Repair, in directory: String) throws(Problem) -> RepairFailure? {
    guard let key = String(validating: repair.key, as: UTF8.self) else {
      return RepairFailure(key: repair.key, reason: "the key is not UTF-8")
    }
    let source = "\(bucket)/\(PercentEncoding.encode(repair.key))?versionId=\(String(decoding: repair.id, as: UTF8.self))"
    let body: JSON = ["Bucket": .string(bucket), "Key": .string(key), "CopySource": .string(source)]
    do {
      _ = try call("copy-object", body, in: directory, ["--output", "text"])
      return nil
    } catch {
      return RepairFailure(key: repair.key, reason: error.details.last ?? error.summary)
    }
  }
}

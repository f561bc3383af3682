import RunbookBase
import RunbookSystem

/// `runbook-bench reconcile-keys COUNT DIRECTORY`: writes `database.keys` and `objects.keys`, sorted, 0.1 % missing on either side, and prints the truth.
///
/// Half the keys are print files of designs, half uploads of tenants; the numbers count upwards, so that the order comes from the making.
enum ReconcileKeys {
  static func run(_ arguments: [String]) throws(Problem) {
    guard arguments.count == 2, let count = UInt64(arguments[0]), count > 0 else {
      throw Problem(.usage, "a number of keys and a directory are needed", hint: "runbook-bench reconcile-keys 10000000 /tmp/keys")
    }
    do throws(SystemError) {
      var sides = [try Side(arguments[1] + "/database.keys"), try Side(arguments[1] + "/objects.keys")]
      var random = SplitMix(state: 7)
      var (both, missing, orphans) = (0, 0, 0)
      var key: [UInt8] = []
      for number in 0..<count {
        key.removeAll(keepingCapacity: true)
        let isDesign = number >= count / 2
        key += Array((isDesign ? "designs/" : "").utf8)
        hex(number / 3, 8, into: &key)
        key += Array("-4c1e-4d2a-9b3f-".utf8)
        hex(number / 3 &* 2_654_435_761, 12, into: &key)
        key += Array((isDesign ? "/files/print-ready-17" : "/uploads/").utf8)
        hex(number % 3, 2, into: &key)
        hex(random.next(), 12, into: &key)
        key += Array((isDesign ? ".pdf\n" : number % 97 == 0 ? "-My Logo (d\u{e9}t\u{e9}).png\n" : "-artwork.png\n").utf8)
        switch random.next() % 1000 {
        case 0:
          missing += 1
          try sides[0].add(key)
        case 1:
          orphans += 1
          try sides[1].add(key)
        default:
          both += 1
          try sides[0].add(key)
          try sides[1].add(key)
        }
      }
      try sides[0].close()
      try sides[1].close()
      Bench.say("\(both) \(missing) \(orphans)")
    } catch {
      throw Problem(.stepFailed, "cannot write the keys: \(error)")
    }
  }

  private static func hex(_ value: UInt64, _ digits: Int, into key: inout [UInt8]) {
    for place in stride(from: digits - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * place)) & 15
      key.append(digit < 10 ? 48 + digit : 87 + digit)
    }
  }

  private struct Side {
    let file: FileDescriptor
    var pending: [UInt8] = []

    init(_ path: String) throws(SystemError) { file = try FileDescriptor.open(path, [.writeOnly, .create, .truncate]) }

    mutating func add(_ line: [UInt8]) throws(SystemError) {
      pending += line
      if pending.count > 1 << 20 {
        try file.writeAll(pending)
        pending.removeAll(keepingCapacity: true)
      }
    }

    mutating func close() throws(SystemError) {
      try file.writeAll(pending)
      try file.close()
    }
  }

  private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}

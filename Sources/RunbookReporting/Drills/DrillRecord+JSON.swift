package import RunbookBase

extension DrillRecord {
  /// The record for programs, and for the drill log; times in seconds.
  package var json: JSON {
    [
      "run": .string(run), "runbook": .string(runbook), "estate": .string(estate), "began": .string(began.text(.seconds)),
      "operator": .string(operatorName), "outcome": .string(outcome.rawValue), "rtoSeconds": Self.seconds(rto),
      "rtoTargetSeconds": rtoTarget.map(JSON.int) ?? .null, "rpoSeconds": Self.seconds(rpo),
      "rpoTargetSeconds": rpoTarget.map(JSON.int) ?? .null, "manualSteps": JSON(manualSteps), "backupSet": JSON(backupSet),
      "recoveredTo": JSON(recoveredTo),
      "checks": .array(
        checks.map {
          [
            "id": .string($0.id), "title": .string($0.title), "value": .string($0.value), "passes": .string($0.criterion),
            "passed": .bool($0.passed),
          ]
        }), "anomalies": JSON(anomalies), "followUps": JSON(followUps), "heartbeat": JSON(heartbeat),
    ]
  }

  /// Reads an entry of the drill log; nil for what is none.
  package init?(_ json: JSON) {
    guard let run = json["run"]?.stringValue, let runbook = json["runbook"]?.stringValue,
      let began = json["began"]?.stringValue.flatMap(WallTime.init),
      let outcome = json["outcome"]?.stringValue.flatMap(Outcome.init(rawValue:))
    else { return nil }
    self.init(
      run: run, runbook: runbook, estate: json["estate"]?.stringValue ?? "?", began: began,
      operatorName: json["operator"]?.stringValue ?? "?", outcome: outcome, rto: Self.nanoseconds(json["rtoSeconds"]),
      rtoTarget: json["rtoTargetSeconds"]?.intValue, rpo: Self.nanoseconds(json["rpoSeconds"]),
      rpoTarget: json["rpoTargetSeconds"]?.intValue,
      manualSteps: Int(clamping: json["manualSteps"]?.intValue ?? 0), backupSet: json["backupSet"]?.stringValue,
      recoveredTo: json["recoveredTo"]?.stringValue,
      checks: (json["checks"]?.arrayValue ?? []).compactMap { check in
        guard let id = check["id"]?.stringValue, let passed = check["passed"]?.boolValue else { return nil }
        return Check(
          id: id, title: check["title"]?.stringValue ?? id, value: check["value"]?.stringValue ?? "",
          criterion: check["passes"]?.stringValue ?? "", passed: passed)
      }, anomalies: Self.texts(json["anomalies"]), followUps: Self.texts(json["followUps"]), heartbeat: json["heartbeat"]?.stringValue)
  }

  /// Rounded up: a drill of half a second took a second, not none.
  private static func seconds(_ nanoseconds: Int64?) -> JSON {
    nanoseconds.map { .int($0 > 0 ? ($0 - 1) / 1_000_000_000 + 1 : $0 / 1_000_000_000) } ?? .null
  }

  private static func nanoseconds(_ json: JSON?) -> Int64? {
    json?.intValue.map { $0.multipliedReportingOverflow(by: 1_000_000_000).overflow ? .max : $0 * 1_000_000_000 }
  }

  private static func texts(_ json: JSON?) -> [String] { (json?.arrayValue ?? []).compactMap(\.stringValue) }
}

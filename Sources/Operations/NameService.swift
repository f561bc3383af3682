public import Runbooks

/// The DNS zone of the shop's name, by Route 53's API (seed §5.5: repoint DNS).
public struct NameService: Sendable {
  /// The zone's id.
  public let zone: String
  /// The shop's name with its final dot, such as `www.print-flow.example.`.
  public let name: String
  /// The address of region A's application, to go back to.
  public let home: String
  /// The address of the DR region's application.
  public let away: String
  /// Variables for every call, such as the endpoint; DNS is asked where the dead region is not.
  public let environment: [String: String]

  /// A name in a zone.
  public init(_ name: String, zone: String, home: String, away: String, environment: [String: String] = [:]) {
    self.name = name
    self.zone = zone
    self.home = home
    self.away = away
    self.environment = environment
  }

  /// Points the name at an address, for a minute at a time.
  public func point(to address: String) -> Command {
    let batch =
      "{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"\(name)\",\"Type\":\"A\",\"TTL\":60,"
      + "\"ResourceRecords\":[{\"Value\":\"\(address)\"}]}}]}"
    return aws(["change-resource-record-sets", "--hosted-zone-id=\(zone)", "--change-batch=\(batch)"], effect: .writes)
  }

  /// The name points at an address.
  public func points(to address: String) -> Probe {
    Probe(
      aws(
        [
          "list-resource-record-sets", "--hosted-zone-id=\(zone)",
          "--query=ResourceRecordSets[?Name=='\(name)' && Type=='A'].ResourceRecords[].Value", "--output=text",
        ], effect: .reads), .equals("\(address)"), within: .minutes(1))
  }

  private func aws(_ arguments: [Text], effect: Effect) -> Command {
    Command("aws", ["route53"] + arguments, effect: effect, on: Target("dns:\(name)", realm: .production)).environment(environment)
  }
}

import RunbookBase

extension Survey {
  /// Rows that only link to the tenant's are told.
  mutating func noteLinks() throws(Problem) {
    for key in membership.links {
      guard let child = dump.tables[key.child] else { continue }
      let filter = membership.filter(key.parent, alias: "p", in: dump)
      let link = membership.pointsTo(key, child: "s", parent: "p", and: filter, in: dump)
      let count = try bench.source.askOne(
        "SELECT count(*) FROM \(child.scanned) s WHERE \(link);", columns: 1, keepingAlive: bench.target)[0]
      guard count != "0" else { continue }
      notes.append(
        "\(key.child): \(count) rows of the dump point at the tenant's rows by \(key.name) but belong to nobody in particular;"
          + " the deletion may have emptied that column, and it is not filled again")
    }
  }

  /// Rows that hang on the tenant by keys that the filters do not follow are refused.
  mutating func refuseUnfollowed() throws(Problem) {
    for key in membership.unfollowed where plan(of: key.child) != nil {
      guard let child = dump.tables[key.child] else { continue }
      let filter = membership.filter(key.parent, alias: "p", in: dump)
      let owned = membership.pointsTo(key, child: "s", parent: "p", and: filter, in: dump)
      let mine = membership.filter(key.child, alias: "s", in: dump)
      let count = try bench.source.askOne(
        "SELECT count(*) FROM \(child.scanned) s WHERE \(owned) AND NOT coalesce(\(mine), false);", columns: 1, keepingAlive: bench.target)[
          0]
      guard count != "0" else { continue }
      refusals.append("\(key.child): \(count) rows belong to the tenant by \(key.name) alone, a key that leads in a circle")
    }
  }
}

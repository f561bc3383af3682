/// One thing to do to one key.
struct Repair {
  var key: [UInt8]
  /// The version id of the marker to remove, or of the version to copy to the front.
  var id: [UInt8]
}

/// A key for which a repair did not work, with the object store's own words.
struct RepairFailure {
  var key: [UInt8]
  var reason: String
}

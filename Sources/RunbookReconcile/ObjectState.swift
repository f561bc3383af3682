/// What all the versions of one key come to.
///
/// A listing without versions knows only that the key is there: size and date are then unknown, which is neither empty nor new.
struct ObjectState {
  /// Whether a reader of the bucket gets an object.
  var isLive = false
  /// Bytes of the live object; negative when unknown.
  var size: Int64 = -1
  /// When the live object was written, in milliseconds since 1970 UTC; nil when unknown.
  var modified: Int64?
  /// Whether the latest version is a delete marker.
  var isDeleted = false
  /// When that marker was set.
  var deleted: Int64?
  /// Whether there are versions beside the live one.
  var hasOlder = false
  /// How the object can be brought back.
  var way = RestoreWay.none

  /// A key of a plain list: there, nothing else known.
  static let present = ObjectState(isLive: true)

  /// Whether the live object has no bytes: a download that breaks.
  var isEmpty: Bool { isLive && size == 0 }
}

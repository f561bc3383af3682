/// How an object can be brought back.
enum RestoreWay: Equatable {
  /// No version with content is left.
  case none
  /// The delete marker hides the version wanted.
  case removeMarker
  /// An older version holds the content: copy it to the front.
  case copyVersion
}

/// What a stored path means.
enum PathMeaning: Equatable {
  /// The path is the key.
  case key
  /// One leading slash, stripped by rule: the rest is the key.
  case leadingSlash
  /// An absolute address: its key, decoded, or nil when the place is not ours.
  case address([UInt8]?)
}

extension JSON {
  /// The text, if this is a text.
  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  /// The whole number, if this is one.
  public var intValue: Int64? { if case .int(let value) = self { value } else { nil } }
  /// The truth value, if this is one.
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The elements, if this is a list.
  public var arrayValue: [JSON]? { if case .array(let value) = self { value } else { nil } }
  /// The members in their order, if this is an object.
  public var members: [Member]? { if case .object(let value) = self { value } else { nil } }
  /// Whether this is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The value under a key of an object; setting `nil` removes the member, setting on anything but an object makes it one.
  public subscript(key: String) -> JSON? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { JSON.sameBytes($0.key, key) }?.value
    }
    set {
      var members = self.members ?? []
      // Nobody else may hold the members while they change, or all of them are copied.
      self = .null
      let index = members.firstIndex { JSON.sameBytes($0.key, key) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key, value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  /// The element at a position of a list, or `nil` when there is none.
  public subscript(position: Int) -> JSON? {
    guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
    return elements[position]
  }
}

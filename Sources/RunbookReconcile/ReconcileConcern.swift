/// A class of finding that fails the run unless a person has acknowledged it.
public enum ReconcileConcern: String, Hashable, Sendable, CaseIterable {
  /// Paths without object and without version.
  case missing
  /// Paths without object that were not brought back.
  case restorable
  /// Documents in which no path can be told.
  case unextractable
  /// Objects without a byte: the download breaks all the same.
  case zeroSize = "zero-size"
}

extension ReconcileCounts {
  /// The concerns that these counts give, acknowledged or not; none is the pass mark of seed §3.5.
  public var concerns: [ReconcileConcern] {
    ReconcileConcern.allCases.filter { concern in
      switch concern {
      case .missing: missing > 0
      case .restorable: restorable > 0
      case .unextractable: unextractable > 0
      case .zeroSize: zeroSize > 0
      }
    }
  }
}

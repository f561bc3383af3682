import Operations
import Runbooks

extension PrintFlow {
  /// The column that tenants' own buckets are named in is there, where the estate has such buckets.
  ///
  /// For runbooks that find the database up; one that restores it cannot ask beforehand.
  var ownBucketsAreNamed: [Precondition] {
    guard let tenants = files.tenants else { return [] }
    return [
      Precondition(
        "the tenants' own buckets are named in \(tenants.place)", tenants.areNamed(in: live),
        remedy: "name the right table and column in the estate's TenantBuckets, or none where no tenant has a bucket: seed §2.3")
    ]
  }
}

import Operations
import Runbooks

/// §4.3 What to verify after a restore; every check can fail.
struct Verification: Runbook {
  static let name = "verification"
  static let title = "Verify what was restored"
  static let section = "§4.3"
  static let objectives = Objectives(rto: .minutes(30), rpo: .minutes(5))

  let database: Database<Production>
  let postgres: PostgreSQL
  let website: Website

  init(_ database: Database<Production>, on postgres: PostgreSQL, website: Website) {
    self.database = database
    self.postgres = postgres
    self.website = website
  }

  var body: [Step] {
    Concurrently("Key tables hold rows", id: "row-counts") {
      for table in ["tenants", "orders", "customers", "designer_documents", "invoices"] {
        Check(
          "\(table) holds rows", id: "rows-\(StepID.slug(table))",
          postgres.query("SELECT count(*) FROM (SELECT FROM \(table) LIMIT 1) AS present", in: database), .atLeast("1"))
      }
    }
    Check(
      "No order points at a customer that is not there", id: "integrity",
      postgres.query(
        "SELECT count(*) FROM orders LEFT JOIN customers ON customers.id = orders.customer_id WHERE customers.id IS NULL", in: database),
      .equals("0"))
    Check("The application boots", id: "boots", website.fetch("/up"), .succeeds, within: .minutes(2))
      .marked(.verification)
  }
}

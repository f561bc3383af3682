import Operations
import Runbooks

/// §4.3 “App boots”: the health route, a page of the storefront, the way in for staff.
struct ApplicationBoots: Runbook {
  static let name = "application-boots"
  static let title = "The application boots"
  static let section = "§4.3"
  static let objectives = Objectives(rto: .minutes(5), rpo: .minutes(5))

  let website: Website

  var body: [Step] {
    Check("The application is up", id: "up", website.status("/up"), .equals("200"), within: .minutes(2))
    Check("The storefront loads", id: "storefront", website.status("/"), .equals("200"), within: .seconds(20))
    Check("The door for staff opens", id: "admin", website.status("/admin/login"), .equals("200"), within: .seconds(20))
      .marked(.verification)
  }
}

public import Operations
import Runbooks

extension PrintFlow {
  /// One machine that serves the application, and the address at which that machine alone answers.
  public struct ApplicationHost: Sendable {
    /// The application in its folder, on its machine.
    public let app: Artisan
    /// Its own address, behind whatever balances the load.
    public let website: Website

    /// A host of the application.
    public init(_ app: Artisan, _ website: Website) {
      self.app = app
      self.website = website
    }
  }

  /// Every host of the application: `artisan down` holds on the one alone on which it is typed.
  var applicationHosts: [ApplicationHost] { [ApplicationHost(app, website)] + furtherHosts }

  private var hostsHere: [ApplicationHost] { applicationHosts.filter { $0.app.host == operatorHost } }
  private var hostsElsewhere: [ApplicationHost] { applicationHosts.filter { $0.app.host != operatorHost } }

  /// Maintenance mode on every host; each is asked as a customer asks it, before anything that maintenance mode protects is touched.
  @StepsBuilder var closed: [Step] {
    if !hostsHere.isEmpty {
      hostsHere.reduce(
        Step("Put the application into maintenance mode", id: "maintenance") { for host in hostsHere { host.app.down() } }
      ) { $0.verify($1.app.isDown) }
      .owes("lift maintenance mode")
      .marked(.stopsWrites)
      .undo { for host in hostsHere { host.app.up() } }
      .idempotent
      .estimate(.minutes(1))
    }
    for host in hostsElsewhere {
      let name = host.app.host.name
      Step("Put the application on \(name) into maintenance mode", id: "maintenance-\(StepID.slug(name))") { host.app.down() }
        .on(host.app.host)
        .owes("lift maintenance mode on \(name)")
        .marked(.stopsWrites)
        .idempotent
        .estimate(.minutes(1))
    }
    ask("Every host of the application turns customers away", id: "closed", "503")
  }

  /// The end of maintenance mode, on every host.
  @StepsBuilder var opened: [Step] {
    if !hostsHere.isEmpty {
      hostsHere.reduce(Step("Lift maintenance mode", id: "up") { for host in hostsHere { host.app.up() } }) { $0.verify($1.app.isUp) }
        .settles("lift maintenance mode")
        .idempotent
        .estimate(.minutes(1))
    }
    for host in hostsElsewhere {
      let name = host.app.host.name
      Step("Lift maintenance mode on \(name)", id: "up-\(StepID.slug(name))") { host.app.up() }
        .on(host.app.host)
        .settles("lift maintenance mode on \(name)")
        .idempotent
        .estimate(.minutes(1))
    }
    ask("Every host of the application lets customers in", id: "opened", "200")
  }

  private func ask(_ title: Text, id: String, _ status: String) -> Step {
    Concurrently(title, id: id) {
      for (index, host) in applicationHosts.enumerated() {
        Check(
          "\(host.website.address) answers \(status)", id: "host-\(String(index + 1))", host.website.status("/"), .equals(Text(status)),
          within: .seconds(20))
      }
    }
    .step
  }
}

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

  /// The application on one machine: it may be served there from several folders.
  private struct Machine {
    let host: Host
    let apps: [Artisan]
    /// How its steps are told from those of the operator's own machine.
    let place: (words: String, suffix: String)
  }

  private var machines: [Machine] {
    var hosts: [Host] = []
    for host in applicationHosts.map(\.app.host) where !hosts.contains(host) { hosts.append(host) }
    return hosts.map { host in
      Machine(
        host: host, apps: applicationHosts.map(\.app).filter { $0.host == host },
        place: host == operatorHost ? ("", "") : (" on \(host.name)", "-\(StepID.slug(host.name))"))
    }
  }

  /// Maintenance mode on every host; each is asked as a customer asks it, before anything that maintenance mode protects is touched.
  @StepsBuilder var closed: [Step] {
    for machine in machines {
      let (words, suffix) = machine.place
      machine.apps.reduce(
        Step("Put the application\(words) into maintenance mode", id: "maintenance\(suffix)") { for app in machine.apps { app.down() } }
      ) { $0.verify($1.isDown) }
      .on(machine.host)
      .owes("lift maintenance mode\(words)")
      .marked(.stopsWrites)
      .undo { for app in machine.apps { app.up() } }
      .idempotent
      .estimate(.minutes(1))
    }
    stillClosed
  }

  /// The look alone, for maintenance mode that was set before.
  var stillClosed: Step { ask("Every host of the application turns customers away", id: "closed", "503") }

  /// The end of maintenance mode, on every host.
  @StepsBuilder var opened: [Step] {
    for machine in machines {
      let (words, suffix) = machine.place
      machine.apps.reduce(Step("Lift maintenance mode\(words)", id: "up\(suffix)") { for app in machine.apps { app.up() } }) {
        $0.verify($1.isUp)
      }
      .on(machine.host)
      .settles("lift maintenance mode\(words)")
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

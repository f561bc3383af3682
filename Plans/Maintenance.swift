import Operations
import Runbooks

/// Maintenance mode round a restore: nothing writes while production is being replaced (§3.1 step 1).
struct Maintenance {
  let estate: PrintFlow

  init(_ estate: PrintFlow) {
    self.estate = estate
  }

  /// Puts the application down; it stays owing until `end`.
  var begin: Step {
    Step("Put the application into maintenance mode", id: "maintenance") { estate.app.down() }
      .verify(estate.app.isDown)
      .owes("lift maintenance mode")
      .marked(.stopsWrites)
      .undo { estate.app.up() }
      .idempotent
      .estimate(.minutes(1))
  }

  /// Lets the customers in again.
  var end: Step {
    Step("Lift maintenance mode", id: "up") { estate.app.up() }
      .verify(estate.app.isUp)
      .settles("lift maintenance mode")
      .idempotent
      .estimate(.minutes(1))
  }
}

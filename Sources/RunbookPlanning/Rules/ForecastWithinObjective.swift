import Runbooks

/// The longest path should fit the recovery time objective.
enum ForecastWithinObjective {
  static func findings(_ plan: Plan) -> [Finding] {
    guard let forecast = plan.forecast, forecast > plan.objectives.rto else { return [] }
    return [
      Finding(
        "forecast",
        "the longest path is estimated at \(forecast.wholeSeconds / 60) min, the RTO is \(plan.objectives.rto.wholeSeconds / 60) min",
        hint: "shorten the path, or tell the Incident Commander before the run starts", at: nil, severity: .warning)
    ]
  }
}

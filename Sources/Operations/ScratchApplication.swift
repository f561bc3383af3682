public import Runbooks

/// The application, started against a scratch database and bucket, with a checkout and an environment of its own.
///
/// Of its own: `php artisan up` with an environment in front acts on the checkout's one maintenance file, and a cached
/// configuration ignores the environment altogether, so that a drill in production's checkout is production (hazard 3).
public struct ScratchApplication: Sendable {
  /// Where it answers.
  public let website: Website
  private let startWords: [String]
  private let stopWords: [String]

  /// An application that the estate's own words start and stop, such as `systemctl start printflow-drill`.
  public init(website: Website, start: [String], stop: [String]) {
    self.website = website
    startWords = start
    stopWords = stop
  }

  var target: Target { Target("app:\(website.address)", realm: .scratch) }

  /// Starts it; starting twice is the same as once.
  public func start() -> Command { words(startWords) }

  /// Stops it; stopping twice is the same as once.
  public func stop() -> Command { words(stopWords) }

  private func words(_ words: [String]) -> Command {
    Command(words[0], words.dropFirst().map { Text($0) }, effect: .writes, on: target)
  }
}

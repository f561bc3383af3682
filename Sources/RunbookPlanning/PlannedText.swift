import Runbooks

/// A text of a plan: parameters are filled in, outputs of earlier steps are still open.
package struct PlannedText: Hashable, Sendable {
  /// A piece of the text.
  package enum Segment: Hashable, Sendable {
    case literal(String)
    /// Filled by an earlier step while the run is going.
    case output(String)
    /// A parameter that was not given; only a dry run shows such a plan.
    case missing(String)
  }

  package let segments: [Segment]

  package init(segments: [Segment]) {
    self.segments = segments
  }

  /// The text with its parameters filled in; neighbouring pieces become one, so that equal texts are equal.
  init(_ text: Text, values: [String: String]) {
    var segments: [Segment] = []
    for segment in text.segments {
      let next: Segment =
        switch segment {
        case .literal(let literal): .literal(literal)
        case .parameter(let parameter): values[parameter.name].map(Segment.literal) ?? .missing(parameter.name)
        case .output(let output): .output(output.name)
        case .words(let parameter, let words):
          values[parameter.name].map { .literal(words.make($0).joined(separator: " ")) } ?? .missing(parameter.name)
        }
      if case .literal(let more) = next, case .literal(let last)? = segments.last {
        segments[segments.count - 1] = .literal(last + more)
      } else {
        segments.append(next)
      }
    }
    self.segments = segments
  }

  /// The arguments that a text stands for: one, or as many as the value of a parameter asks for.
  static func arguments(_ text: Text, values: [String: String]) -> [PlannedText] {
    guard text.segments.count == 1, case .words(let parameter, let words) = text.segments[0], let value = values[parameter.name] else {
      return [PlannedText(text, values: values)]
    }
    return words.make(value).map { PlannedText(segments: [.literal($0)]) }
  }

  /// The text with `‹name›` for whatever is not known yet.
  package func shown(_ outputs: [String: String] = [:]) -> String {
    segments.map {
      switch $0 {
      case .literal(let text): text
      case .output(let name): outputs[name] ?? "‹\(name)›"
      case .missing(let name): "‹\(name)›"
      }
    }.joined()
  }

  /// The whole text, or nil while a hole is open.
  package func filled(_ outputs: [String: String]) -> String? {
    var text = ""
    for segment in segments {
      switch segment {
      case .literal(let literal): text += literal
      case .output(let name):
        guard let value = outputs[name] else { return nil }
        text += value
      case .missing: return nil
      }
    }
    return text
  }

  /// The outputs that the text waits for.
  package var outputs: [String] { segments.compactMap { if case .output(let name) = $0 { name } else { nil } } }
}

import Fleet
import Reporting

/// Shows how far a run over many repositories has come: one line that changes on a terminal, else a line for every tenth
/// part and every failure.
final class ProgressMeter: Sendable {
  private let verb: String
  private let isTerminal = Console.isTerminal(.error)
  private let start = ContinuousClock.now

  /// - Parameter verb: what is done with a repository, as in "planned".
  init(verb: String) { self.verb = verb }

  /// Shows a step. Steps come one at a time.
  func show(_ progress: FleetProgress) {
    if let failure = progress.failure {
      Console.error("\(clear)\(TerminalText.escaped(progress.repository)): \(failure)\n")
    }
    if isTerminal {
      Console.error("\(clear)\(line(progress))")
    } else if !progress.isBeginning, isTenth(progress) {
      Console.error("\(progress.done) of \(progress.total) repositories \(verb)\n")
    }
  }

  /// Takes the line away.
  func finish() { Console.error(clear) }

  private var clear: String { isTerminal ? "\r\u{1B}[K" : "" }

  private func isTenth(_ progress: FleetProgress) -> Bool {
    progress.done * 10 / progress.total > (progress.done - 1) * 10 / progress.total
  }

  private func line(_ progress: FleetProgress) -> String {
    let done = progress.done - progress.doneBefore
    let (seconds, attoseconds) = start.duration(to: .now).components
    let elapsed = Double(seconds) + Double(attoseconds) / 1e18
    var line = "\(progress.done) of \(progress.total) \(verb)"
    if done > 0, elapsed > 0 {
      let rate = Double(done) / elapsed
      line += ", \((rate * 10).rounded() / 10)/s, \(Int(Double(progress.total - progress.done) / rate)) s left"
    }
    line += ": \(TerminalText.escaped(progress.repository))"
    return String(line.prefix((Console.width(of: .error) ?? 80) - 1))
  }
}

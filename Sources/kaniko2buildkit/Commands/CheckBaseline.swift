import Diagnostics
import Reporting
import Workspace

/// The baseline of a run: known findings that are accepted for now.
struct CheckBaseline {
  /// Why a baseline cannot be used.
  struct Failure: Error {
    let message: String
    let help: String
  }

  let file: String
  let isUpdated: Bool

  /// Takes accepted findings out, and writes the baseline when it is to be updated.
  ///
  /// A baseline is created once, with everything that is found. From then on it only shrinks.
  func apply(to outcome: inout CheckOutcome) throws(Failure) {
    let known = try load()
    let current = outcome.findings.filter(\.isAcceptable)
    guard isUpdated else {
      guard let known else {
        throw Failure(
          message: "\(TerminalText.escaped(file)): there is no such baseline", help: "create it with --update-baseline")
      }
      outcome.accept(known)
      return
    }
    guard outcome.isComplete else {
      throw Failure(
        message: "\(TerminalText.escaped(file)): the baseline was not updated, because not everything could be read",
        help: "run the check without --update-baseline to see what could not be read")
    }
    let kept = current.filter { known?.contains($0.fingerprint) ?? true }
    if known == nil || Set(kept.map(\.fingerprint)) != known { try write(kept) }
    outcome.accept(Set(kept.map(\.fingerprint)))
  }

  private func load() throws(Failure) -> Set<String>? {
    do {
      return try BaselineFile.load(file).map { Set($0.fingerprints) }
    } catch let mistake as BaselineFile.Mistake {
      throw Failure(
        message: "\(TerminalText.escaped(file)): \(TerminalText.escaped(mistake.message))",
        help: "remove the file and create it anew with --update-baseline")
    } catch let problem as FileProblem {
      throw Failure(message: "\(TerminalText.escaped(file)): \(problem.message)", help: "make the file readable")
    } catch {
      throw Failure(message: "\(TerminalText.escaped(file)): \(error)", help: "make the file readable")
    }
  }

  private func write(_ findings: [Finding]) throws(Failure) {
    let sorted = findings.sorted { left, right in
      (left.diagnostic.location.path, left.fingerprint) < (right.diagnostic.location.path, right.fingerprint)
    }
    let document: JSONValue = [
      "version": .integer(BaselineFile.version),
      "findings": .array(
        sorted.map { finding in
          [
            "fingerprint": .string(finding.fingerprint), "rule": .string(finding.diagnostic.rule.name),
            "path": .string(finding.diagnostic.location.path), "jobs": .strings(finding.jobs),
          ]
        }),
    ]
    do {
      try OutputFile(path: file).write(JSONWriter().bytes(of: document))
    } catch {
      throw Failure(message: "\(TerminalText.escaped(file)): \(error.message)", help: "the baseline was not written")
    }
  }
}

import Diagnostics
import GitLabCI
import SourceText
import YAMLSyntax

/// A project without some of its twins, and where each of its places is in the files.
struct StrippedProject {
  /// The project without the twins.
  let project: Project
  /// The bytes that are left out, by path, in order and in offsets of the files.
  private var removed: [String: [ByteRange]] = [:]

  /// Leaves twins out.
  init(_ written: Project, without twins: [TwinFinder.Found]) {
    var edits: [Int: EditSet] = [:]
    for twin in twins.sorted(by: { ($0.file, $0.range) < ($1.file, $1.range) }) {
      // Each begins where its job ends, so that no two overlap.
      guard (try? edits[twin.file, default: EditSet()].insert(Edit(twin.range, with: ""))) != nil else { continue }
      removed[written.documents[twin.file].path, default: []].append(twin.range)
    }
    project = edits.isEmpty ? written : written.reloaded(after: edits)
  }

  /// The offset in the file of an offset in the project.
  ///
  /// - Parameter afterTwin: which side of a twin is meant where one was left out right there.
  func offset(_ offset: Int, in path: String, afterTwin: Bool = false) -> Int {
    var result = offset
    for range in removed[path] ?? [] {
      guard afterTwin ? range.lowerBound <= result : range.lowerBound < result else { break }
      result += range.count
    }
    return result
  }

  /// The place in the files of a place in the project.
  func location(_ location: Location) -> Location {
    guard removed[location.path] != nil else { return location }
    let start = offset(location.range.lowerBound, in: location.path)
    let end = offset(location.range.upperBound, in: location.path)
    return Location(path: location.path, range: ByteRange(start, end))
  }

  /// A diagnostic with its places in the files.
  func diagnostic(_ diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.with(
      location: location(diagnostic.location),
      labels: diagnostic.labels.map { Label(location: location($0.location), message: $0.message, rule: $0.rule) })
  }

  /// A report with its places in the files.
  func report(_ report: JobReport) -> JobReport {
    report.with(location: location(report.location), diagnostics: report.diagnostics.map(diagnostic))
  }

  /// Edits of a file of the project as edits of the file, together with the removal of the twins.
  ///
  /// - Throws: ``EditConflict`` where they do not go together.
  func removingTwins(from path: String, with edits: EditSet) throws(EditConflict) -> EditSet {
    var result = EditSet()
    for edit in edits.edits {
      let isInsertion = edit.range.isEmpty
      let start = offset(edit.range.lowerBound, in: path, afterTwin: !isInsertion)
      let end = isInsertion ? start : offset(edit.range.upperBound, in: path)
      try result.insert(Edit(ByteRange(start, end), with: edit.replacement))
    }
    // A twin inside of what is replaced goes with it.
    for range in removed[path] ?? [] where !result.edits.contains(where: { $0.range.contains(range) }) {
      try result.insert(Edit(range, with: ""))
    }
    return result
  }
}

internal import Diagnostics
internal import SourceText

/// A range of bytes with the lines and columns that people and editors count.
struct Region {
  /// A place between two characters: line and column from 1, columns in Unicode scalars.
  struct Position {
    let line: Int
    let column: Int
  }

  let start: Position
  /// Just past the last character.
  let end: Position
  let bytes: ByteRange
}

/// Finds the regions of locations, each file split into lines once.
struct RegionFinder {
  // Only looked up by path, never listed: its order reaches no output.
  private let lines: [String: LineTable]
  private let report: CheckReport

  init(_ report: CheckReport) {
    self.report = report
    var lines: [String: LineTable] = [:]
    for finding in report.findings {
      for location in [finding.diagnostic.location] + finding.diagnostic.labels.map(\.location) {
        guard lines[location.path] == nil, let source = report.source(location.path) else { continue }
        lines[location.path] = LineTable(source.bytes)
      }
    }
    self.lines = lines
  }

  /// The region of a location; nil when the file is not here.
  func region(of location: Location) -> Region? {
    guard let lines = lines[location.path], let source = report.source(location.path) else { return nil }
    func position(_ offset: Int) -> Region.Position {
      Region.Position(line: lines.line(at: offset), column: lines.scalarColumn(at: offset, in: source.bytes))
    }
    let range = location.range.clamped(to: source.bytes.count)
    return Region(start: position(range.lowerBound), end: position(range.upperBound), bytes: range)
  }

  /// The first line of a location; 1 when the file is not here.
  func line(of location: Location) -> Int { region(of: location)?.start.line ?? 1 }
}

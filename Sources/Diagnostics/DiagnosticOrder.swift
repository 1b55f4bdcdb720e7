extension Sequence where Element == Diagnostic {
  /// The diagnostics in the order of every report: by path, range, rule, message and job; equal ones as they came.
  public func inReportOrder() -> [Diagnostic] {
    // The position makes the order total, so that the result does not rest on the sort being stable.
    let numbered = enumerated().map { (offset: $0.offset, element: $0.element) }
    return numbered.sorted { $0.element.precedes($1.element) ?? ($0.offset < $1.offset) }.map(\.element)
  }
}

extension Diagnostic {
  /// Tells whether this diagnostic comes first in a report; nil when nothing that is compared differs.
  public func precedes(_ other: Diagnostic) -> Bool? {
    if location.path != other.location.path { return location.path < other.location.path }
    if location.range != other.location.range { return location.range < other.location.range }
    if rule != other.rule { return (rule.code, rule.name) < (other.rule.code, other.rule.name) }
    if message != other.message { return message < other.message }
    if job != other.job { return (job ?? "") < (other.job ?? "") }
    return nil
  }
}

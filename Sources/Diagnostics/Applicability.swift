/// How far a planned change may be trusted, from least to most.
public enum Applicability: String, Sendable, Comparable, CaseIterable {
  /// Not changed: a person has to decide.
  case manual
  /// Equivalent under an assumption that is stated with the change.
  case review
  /// Proved equivalent.
  case safe

  /// Orders from `manual` to `safe`.
  public static func < (left: Applicability, right: Applicability) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .manual: 0
    case .review: 1
    case .safe: 2
    }
  }
}

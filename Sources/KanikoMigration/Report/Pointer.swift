public import Diagnostics

/// Something outside the jobs that has to do with Kaniko, while the jobs that it is for are not here.
public struct Pointer: Sendable, Hashable {
  /// What is the matter, where.
  public let diagnostic: Diagnostic
  /// What it means for the exit status.
  public let consequence: Finding.Consequence
}

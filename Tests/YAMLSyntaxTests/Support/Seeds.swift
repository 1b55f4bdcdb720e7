import Foundation

/// The seeds of generated documents: the first `count`, or those that `PROPERTY_SEEDS=from:to` in the environment names
/// for a longer search.
func seeds(_ count: UInt64) -> Range<UInt64> {
  let bounds = (ProcessInfo.processInfo.environment["PROPERTY_SEEDS"] ?? "").split(separator: ":").compactMap {
    UInt64($0)
  }
  guard bounds.count == 2, bounds[0] < bounds[1] else { return 0..<count }
  return bounds[0]..<bounds[1]
}

/// Guesses which of some names somebody meant.
public enum NearestName {
  /// The name that a misspelt one is nearest to; nil where none is near.
  ///
  /// One letter in four may differ, at least one. Of equally near names the first in the order of their bytes wins.
  public static func of(_ word: String, among names: [String]) -> String? {
    let bytes = Array(word.prefix(64).utf8)
    let limit = max(1, bytes.count / 4)
    let near = names.map { (distance(bytes, Array($0.utf8)), $0) }.min { ($0.0, $0.1) < ($1.0, $1.1) }
    return near.flatMap { $0.0 <= limit ? $0.1 : nil }
  }

  /// The least number of bytes to insert, remove or replace to turn one word into the other.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (leftIndex, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = leftIndex + 1
      for (rightIndex, other) in right.enumerated() {
        let next = min(row[rightIndex], row[rightIndex + 1]) + 1
        (diagonal, row[rightIndex + 1]) = (row[rightIndex + 1], min(next, diagonal + (byte == other ? 0 : 1)))
      }
    }
    return row[right.count]
  }
}

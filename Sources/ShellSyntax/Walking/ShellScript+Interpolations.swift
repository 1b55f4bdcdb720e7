public import SourceText

extension ShellScript {
  /// Every `$[[ … ]]` of the text, in order, wherever it stands: in words, between single quotes, in comments, in
  /// here-documents. GitLab replaces them before the shell reads anything, so that quotes do not protect from it.
  public var interpolations: [ByteRange] {
    ShellInterpolation.ranges(in: text, ByteRange(0, text.count))
  }
}

/// Finds the texts that GitLab replaces before the shell reads a script.
enum ShellInterpolation {
  /// The ranges of every `$[[ … ]]` on one line inside a range.
  static func ranges(in text: [UInt8], _ range: ByteRange) -> [ByteRange] {
    // Most texts hold none.
    guard var place = text.firstDollar(in: range) else { return [] }
    var result: [ByteRange] = []
    var start: Int?
    while place + 1 < range.upperBound {
      if text[place] == .newline {
        start = nil
      } else if let open = start {
        if text[place] == .closeBracket, text[place + 1] == .closeBracket {
          result.append(ByteRange(open, place + 2))
          start = nil
          place += 1
        }
      } else if text[place] == .dollar, text[place + 1] == .openBracket, place + 2 < range.upperBound,
        text[place + 2] == .openBracket
      {
        start = place
        place += 2
      }
      place += 1
    }
    return result
  }
}

extension [UInt8] {
  /// The offset of the first `$` in a range.
  fileprivate func firstDollar(in range: ByteRange) -> Int? {
    let offset = withUnsafeBufferPointer { bytes in
      ByteWords.firstOffset(in: UnsafeBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound) {
        ByteWords.zeros($0 ^ ByteWords.repeated(.dollar))
      }
    }
    return offset < range.upperBound ? offset : nil
  }
}

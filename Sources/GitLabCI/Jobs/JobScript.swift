public import ShellSyntax
public import SourceText

/// The lines that GitLab runs in one shell: `before_script` and `script`, as one script with a way back to the file.
public struct JobScript: Sendable {
  /// Which keyword brings an item.
  public enum Keyword: String, Sendable, Hashable, CaseIterable {
    case beforeScript = "before_script"
    case script
    case afterScript = "after_script"
    /// `hooks: pre_get_sources_script`, which runs in the runner's helper image before the checkout.
    case preGetSources = "pre_get_sources_script"
    /// The `script` of each step of `run:`; the step runner runs them, each in a shell of its own.
    case run
  }

  /// One item of a script list, or a script that is a single string.
  public struct Item: Sendable {
    /// The keyword it belongs to.
    public let keyword: Keyword
    /// The scalar that holds its text.
    public let value: CIValue
    /// The bytes of ``JobScript/text`` that are this item's trimmed text.
    public let range: ByteRange
    /// The number of bytes trimmed from the front of the decoded scalar.
    public let trimmedPrefix: Int

    /// The place in the item's decoded scalar of a range of the script; the range must lie inside the item.
    public func decodedRange(_ range: ByteRange) -> ByteRange {
      range.shifted(by: trimmedPrefix - self.range.lowerBound)
    }
  }

  /// The items in the order in which they run.
  public let items: [Item]
  /// The script as the shell reads it: the items, trimmed, one after the other on lines of their own.
  public let text: [UInt8]
  /// The parsed script.
  public let shell: ShellScript
  /// Items that are no text: GitLab refuses them, or a `!reference` whose target is not here.
  public let unreadableItems: [CIValue]

  /// Joins the scripts of a job as the runner does (gitlab-runner shells/abstract.go: items are trimmed and run in one
  /// shell).
  public init(_ keywords: [Keyword], of job: CIMapping) {
    var items: [Item] = []
    var text: [UInt8] = []
    var unreadable: [CIValue] = []
    for keyword in keywords {
      for value in Self.values(of: keyword, in: job) where !value.isNull {
        for scalar in Self.flattened(value, unreadable: &unreadable) {
          let decoded = Array((scalar.scalar?.text ?? "").utf8)
          let trimmed = Self.trimmedRange(of: decoded)
          let range = ByteRange(text.count, text.count + trimmed.count)
          items.append(Item(keyword: keyword, value: scalar, range: range, trimmedPrefix: trimmed.lowerBound))
          text += decoded[trimmed]
          text.append(UInt8(ascii: "\n"))
        }
      }
    }
    self.items = items
    self.text = text
    unreadableItems = unreadable
    shell = ShellScript(parsing: text)
  }

  /// The item that holds a range of the script, or nil where the range spans items.
  ///
  /// An empty range between two items belongs to the first of them.
  public func item(holding range: ByteRange) -> Item? {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].range.upperBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    // An item that ends where the range starts holds it only when the range is empty.
    return items[low...].prefix(2).first { $0.range.contains(range) }
  }

  /// The bytes of a range of the script as text.
  public func string(_ range: ByteRange) -> String { String(decoding: text[range.indices], as: UTF8.self) }

  private static func values(of keyword: Keyword, in job: CIMapping) -> [CIValue] {
    switch keyword {
    case .beforeScript, .script, .afterScript: [job[keyword.rawValue]].compactMap(\.self)
    case .preGetSources: [job["hooks"]?.mapping?[keyword.rawValue]].compactMap(\.self)
    case .run: (job["run"]?.items ?? []).compactMap { $0.mapping?["script"] }
    }
  }

  /// The scalars of a script value: lists inside lists are flattened as GitLab does, ten levels deep
  /// (lib/gitlab/ci/config/entry/commands.rb, `MAX_NESTING_LEVEL`).
  private static func flattened(_ value: CIValue, unreadable: inout [CIValue], depth: Int = 0) -> [CIValue] {
    switch value.kind {
    case .scalar(let scalar):
      if scalar.type == .string { return [value] }
      unreadable.append(value)
      return []
    case .sequence(let items):
      guard depth < 10 else {
        unreadable.append(value)
        return []
      }
      var result: [CIValue] = []
      for item in items { result += flattened(item, unreadable: &unreadable, depth: depth + 1) }
      return result
    case .mapping, .reference:
      unreadable.append(value)
      return []
    }
  }

  // MARK: - Trimming

  /// The text without white space at its ends, as Go's `strings.TrimSpace` has it.
  private static func trimmedRange(of text: [UInt8]) -> Range<Int> {
    var start = 0
    var end = text.count
    while start < end, let length = lengthOfSpace(text[start..<end]) { start += length }
    while end > start, let length = lengthOfSpace(endingAt: text[start..<end]) { end -= length }
    return start..<end
  }

  /// The bytes of the white space character that a text starts with.
  private static func lengthOfSpace(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    // White space of ASCII, or the first byte of further ones.
    if first < 0x80 { return first == UInt8(ascii: " ") || (9...13).contains(first) ? 1 : nil }
    return (2...3).first { $0 <= text.count && isSpace(text.prefix($0)) }
  }

  private static func lengthOfSpace(endingAt text: ArraySlice<UInt8>) -> Int? {
    guard let last = text.last else { return nil }
    if last < 0x80 { return last == UInt8(ascii: " ") || (9...13).contains(last) ? 1 : nil }
    return (2...3).first { $0 <= text.count && isSpace(text.suffix($0)) }
  }

  /// Whether two or three bytes are one character of Unicode's `White_Space`.
  private static func isSpace(_ bytes: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(bytes)
    switch bytes.count {
    case 2: return bytes == [0xC2, 0x85] || bytes == [0xC2, 0xA0]
    case 3:
      if bytes[0] == 0xE2, bytes[1] == 0x80 {
        return (0x80...0x8A).contains(bytes[2]) || [0xA8, 0xA9, 0xAF].contains(bytes[2])
      }
      return bytes == [0xE1, 0x9A, 0x80] || bytes == [0xE2, 0x81, 0x9F] || bytes == [0xE3, 0x80, 0x80]
    default: return false
    }
  }
}

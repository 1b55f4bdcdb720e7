import GitLabCI
import SourceText

/// Tells by a look at its bytes whether a YAML file can have to do with Kaniko at all, so that no other file is parsed.
///
/// The answer may be yes where nothing is found afterwards, and is never no where something would be: the name of Kaniko
/// stands in the file, or it is put together from variables, quoted parts or escapes, whose seams can be seen.
public struct KanikoMention: Sendable {
  private let names: [ByteSearch]
  /// Whether any text that holds a variable may name an image that the settings count as Kaniko's.
  private let imagesAreConfigured: Bool
  /// Whether every file counts, because a configured image may have any name.
  private let everyFileCounts: Bool
  /// Pairs of bytes that follow each other in a name that a shell or YAML may put together.
  private let pairs: [UInt16]

  private static let name = Array("kaniko".utf8)

  /// Creates the look for what the settings count as Kaniko.
  public init(_ settings: MigrationSettings) {
    let literals = settings.kanikoImagePatterns.map(\.longestLiteral)
    imagesAreConfigured = !literals.isEmpty
    everyFileCounts = literals.contains("") || settings.executors.contains("")
    // A file that names an assumed variable may take Kaniko's name from it, one that includes something from a project
    // at hand may take all of it from there.
    var texts = literals + settings.executors + settings.variables.keys.sorted()
    if !settings.includeMap.isEmpty { texts.append("include") }
    names = [Self.search] + texts.map { ByteSearch($0) }
    pairs = Self.pairs + settings.executors.flatMap { Self.pairs(in: Array($0.utf8)) }
  }

  private static let search = ByteSearch(name, ignoresCase: true)
  private static let pairs = pairs(in: name) + pairs(in: name.map { $0 & ~0x20 })

  private static func pairs(in word: [UInt8]) -> [UInt16] { zip(word, word.dropFirst()).map(pair) }

  private static func pair(_ left: UInt8, _ right: UInt8) -> UInt16 { UInt16(left) << 8 | UInt16(right) }

  /// Whether a file can have to do with Kaniko. Linear in its size.
  public func isPossible(in bytes: [UInt8]) -> Bool {
    everyFileCounts || names.contains { $0.isIn(bytes) } || hasSeam(bytes)
  }

  /// Whether a job can have to do with Kaniko: whether what ``JobUse`` looks at can, by the texts that it is made of.
  func isPossible(in job: Job) -> Bool {
    var text: [UInt8] = []
    for keyword in JobUse.keywords { job.effective[keyword].map { Self.append($0, to: &text) } }
    return isPossible(in: text)
  }

  /// Adds every text of a value, each on a line of its own, as the items of a script are.
  private static func append(_ value: CIValue, to text: inout [UInt8]) {
    switch value.kind {
    case .scalar(let scalar):
      for part in [scalar.text, scalar.substituted].compactMap(\.self) { append(part, to: &text) }
    case .reference(let path): for part in path { append(part, to: &text) }
    case .sequence(let items): for item in items { append(item, to: &text) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        append(entry.key, to: &text)
        append(entry.value, to: &text)
      }
    }
  }

  private static func append(_ part: String, to text: inout [UInt8]) {
    text += part.utf8
    text.append(UInt8(ascii: "\n"))
  }

  /// Whether a file can have to do with Kaniko because another one of its repository has: by including it.
  public static func includesOthers(_ bytes: [UInt8]) -> Bool { include.isIn(bytes) }
  private static let include = ByteSearch("include")

  // MARK: - Names in parts

  private func hasSeam(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while true {
        index = ByteWords.firstOffset(in: bytes, from: index, where: Self.mayMakeSeams)
        guard index < bytes.count else { return false }
        if isSeam(bytes, index) { return true }
        index += 1
      }
    }
  }

  /// Marks the bytes that make seams in a word of eight, and `#`, `&` and `|` with them: bytes that differ in few bits are
  /// looked for together.
  private static func mayMakeSeams(_ word: UInt64) -> UInt64 {
    ByteWords.zeros(word ^ ByteWords.repeated(UInt8(ascii: "$")))
      // `"` and `'`
      | ByteWords.zeros((word | ByteWords.repeated(0x05)) ^ ByteWords.repeated(0x27))
      // `}`, `]` and the backslash
      | ByteWords.zeros((word | ByteWords.repeated(0x21)) ^ ByteWords.repeated(0x7D))
  }

  private func isSeam(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    switch bytes[index] {
    case UInt8(ascii: "$"): imagesAreConfigured || endsReferenceOrName(bytes, index) || joins(bytes, index)
    // The end of `${NAME}` and of `$[[ inputs.name ]]`.
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      index + 1 < bytes.count && Self.name.dropFirst().contains(bytes[index + 1] | 0x20)
    case UInt8(ascii: "\\"): imagesAreConfigured || isEscapedLetter(bytes, index) || joins(bytes, index)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): joins(bytes, index)
    default: false
    }
  }

  /// Whether a reference to a variable follows right after another one, or after a letter of the name.
  private func endsReferenceOrName(_ bytes: UnsafeBufferPointer<UInt8>, _ dollar: Int) -> Bool {
    guard dollar > 0 else { return false }
    let last = bytes[dollar - 1]
    if last == UInt8(ascii: "}") || last == UInt8(ascii: "]") || Self.name.dropLast().contains(last | 0x20) {
      return true
    }
    var start = dollar
    while start > 0, Self.isNameByte(bytes[start - 1]) { start -= 1 }
    return start < dollar && start > 0 && bytes[start - 1] == UInt8(ascii: "$")
  }

  /// Whether nothing but quotes and backslashes stands between two neighbours of a name; a backslash also hides the
  /// end of a line and the indentation of the next.
  private func joins(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index > 0 else { return false }
    var next = index
    var isHidden = false
    while next < bytes.count {
      if bytes[next].isOne(of: "\"'\\$") {
        isHidden = bytes[next] == UInt8(ascii: "\\")
      } else if !isHidden || !bytes[next].isOne(of: " \t\r\n") {
        break
      }
      next += 1
    }
    return next < bytes.count && pairs.contains(Self.pair(bytes[index - 1], bytes[next]))
  }

  /// Whether a backslash writes a letter by its number, as YAML and some shells do: `\x6b`, `\u006b`, `\153`.
  private func isEscapedLetter(_ bytes: UnsafeBufferPointer<UInt8>, _ backslash: Int) -> Bool {
    var index = backslash + 1
    guard index < bytes.count else { return false }
    if bytes[index] == UInt8(ascii: "1") { return index + 1 < bytes.count && bytes[index + 1].isOne(of: "0124567") }
    guard bytes[index].isOne(of: "xuU") else { return false }
    index += 1
    while index < bytes.count, bytes[index] == UInt8(ascii: "0") { index += 1 }
    return index < bytes.count && (0x34...0x37).contains(bytes[index])
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}

extension NamePattern {
  /// The longest part of the pattern that stands for itself.
  var longestLiteral: String {
    text.split(separator: "*").map(String.init).max { $0.utf8.count < $1.utf8.count } ?? ""
  }
}

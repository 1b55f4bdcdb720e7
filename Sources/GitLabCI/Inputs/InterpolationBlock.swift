/// One `$[[ name | function ]]` of a text (lib/gitlab/ci/config/interpolation/text_template.rb and block.rb).
struct InterpolationBlock {
  /// A part of a text: a block with the way it is written, or what stands between two.
  enum Piece {
    case text(String)
    case block(InterpolationBlock, written: String)
  }

  /// What a value is piped through.
  enum Function: Hashable {
    /// Expands variables of the project, which no file shows.
    case expandVariables
    /// A part of the text, in characters.
    case truncate(offset: Int, length: Int)
    /// Quotes the text for a shell.
    case escape
    /// A function that GitLab does not know.
    case unknown
  }

  /// The most functions that GitLab takes.
  private static let maximumFunctions = 3

  /// What stands in front of the functions, such as `inputs.stage`.
  let name: String
  /// The functions, in their order.
  let functions: [Function]

  /// Reads what stands between the brackets; nil where that is no block.
  private init?(_ content: Substring) {
    let parts = content.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
    guard let access = parts.first, !access.isEmpty, parts.count <= Self.maximumFunctions + 1 else { return nil }
    name = String(access)
    functions = parts.dropFirst().map(Self.function)
  }

  /// Whether a text holds a block.
  static func isIn(_ text: String) -> Bool {
    pieces(of: text).contains { if case .block = $0 { true } else { false } }
  }

  /// Cuts a text into blocks and what is between them; a text without blocks is one piece.
  static func pieces(of text: String) -> [Piece] {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return [.text(text)] }
    var pieces: [Piece] = []
    var plain = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "$[["), let end = rest[start.upperBound...].firstRange(of: "]]") {
      let written = rest[start.lowerBound..<end.upperBound]
      let content = rest[start.upperBound..<end.lowerBound]
      plain += rest[..<start.lowerBound]
      if !content.contains(where: \.isNewline), let block = InterpolationBlock(content) {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        pieces.append(.block(block, written: String(written)))
        rest = rest[end.upperBound...]
      } else {
        plain += rest[start]
        rest = rest[start.upperBound...]
      }
    }
    plain += rest
    if !plain.isEmpty || pieces.isEmpty { pieces.append(.text(plain)) }
    return pieces
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static func function(_ text: Substring) -> Function {
    if text == "expand_vars" { return .expandVariables }
    if text == "posix_escape" { return .escape }
    guard text.hasPrefix("truncate("), text.hasSuffix(")") else { return .unknown }
    let numbers = text.dropFirst(9).dropLast().split(separator: ",").map { Int(trimmed($0)) }
    guard numbers.count == 2, let offset = numbers[0], let length = numbers[1], offset >= 0, length >= 0 else {
      return .unknown
    }
    return .truncate(offset: offset, length: length)
  }
}

extension InterpolationBlock.Function {
  /// What the function makes of a text; nil where that cannot be told.
  func applied(to text: String) -> String? {
    switch self {
    case .unknown: nil
    // The names of the variables stay, for the shell to expand.
    case .expandVariables: text
    case .truncate(let offset, let length): String(text.dropFirst(offset).prefix(length))
    case .escape: Self.escaped(text)
    }
  }

  /// A text as Ruby's `Shellwords.escape` writes it.
  private static func escaped(_ text: String) -> String {
    guard !text.isEmpty else { return "''" }
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain = scalar.value < 128 && (Character(scalar).isLetter || Character(scalar).isNumber)
      if scalar == "\n" {
        result += "'\n'"
      } else {
        if !isPlain, !"_-.,:+/@".unicodeScalars.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

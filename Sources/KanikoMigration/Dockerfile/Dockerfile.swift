internal import SourceText

/// What a Dockerfile says, instruction by instruction, as far as a migration has to know it.
///
/// Nothing is expanded. A Dockerfile that Docker would refuse is read as far as it makes sense.
public struct Dockerfile: Sendable, Hashable {
  /// One instruction.
  public struct Instruction: Sendable, Hashable {
    /// The name in upper case: `FROM`, `COPY`.
    public let name: String
    /// Everything behind the name, continued lines joined, without here-documents.
    public let arguments: String
    /// The arguments, split at white space; quotes stay.
    let words: [String]

    /// Creates an instruction.
    init(name: String, arguments: String) {
      self.name = name
      self.arguments = arguments
      words = arguments.parts { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map(String.init)
    }

    /// The flags in front of the arguments, as `--name=value`.
    var flags: [String] { Array(words.prefix { $0.hasPrefix("--") }) }
    /// The words behind the flags.
    var operands: [String] { Array(words.drop { $0.hasPrefix("--") }) }

    /// The value of a flag, or nil.
    func flag(_ name: String) -> String? {
      flags.first { $0.hasPrefix("--\(name)=") }.map { String($0.droppingBytes(name.utf8.count + 3)) }
    }
  }

  /// A stage: `FROM` and what follows it.
  public struct Stage: Sendable, Hashable {
    /// The image or the stage it starts from, as written.
    public let base: String
    /// Its name in lower case, or nil.
    public let name: String?
    /// The instructions behind `FROM`.
    public var instructions: [Instruction] = []
  }

  /// Its path relative to the project's directory, nil where that is not known.
  public let path: String?
  /// The frontend that `# syntax=` names, or nil.
  public let syntax: String?
  /// The instructions in front of the first `FROM`: `ARG` only.
  public private(set) var head: [Instruction] = []
  /// The stages in order.
  public private(set) var stages: [Stage] = []

  /// Reads a Dockerfile.
  ///
  /// - Parameters:
  ///   - bytes: the file in UTF-8; a byte order mark is skipped.
  ///   - path: its path relative to the project's directory.
  public init(_ bytes: [UInt8], path: String? = nil) {
    self.path = path
    var reader = DockerfileReader(bytes)
    syntax = reader.directives["syntax"]
    while let instruction = reader.next() {
      if instruction.name == "FROM" {
        let words = instruction.operands
        let isNamed = words.count > 2 && words[1].lowercased() == "as"
        stages.append(Stage(base: words.first ?? "", name: isNamed ? words[2].lowercased() : nil))
      } else if stages.isEmpty {
        head.append(instruction)
      } else {
        stages[stages.count - 1].instructions.append(instruction)
      }
    }
  }

  /// The global build arguments in order, with their defaults.
  var globalArguments: [(name: String, value: String?)] {
    head.filter { $0.name == "ARG" }.flatMap(\.words).map { word in
      guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
      return (String(word[..<sign]), Self.unquoted(word[word.index(after: sign)...]))
    }
  }

  /// Whether a `LABEL` may set a key; one whose keys are variables may set any.
  func mayLabel(_ key: String) -> Bool {
    stages.flatMap(\.instructions).contains { instruction in
      instruction.name == "LABEL"
        && (instruction.arguments.contains(key)
          || instruction.words.contains { $0.hasPrefix("$") || $0.hasPrefix("\"$") })
    }
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" else {
      return String(text)
    }
    return String(text.dropFirst().dropLast())
  }
}

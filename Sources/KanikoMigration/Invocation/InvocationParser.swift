internal import Diagnostics
public import ShellSyntax
internal import SourceText

extension KanikoInvocation {
  /// Reads a call as Kaniko does (spf13/pflag `flag.go` and spf13/cobra `command.go`, as vendored by Kaniko v1.24.0).
  ///
  /// Flags and values may be separate words or joined by `=`; a bool takes a value only behind `=`; names are not
  /// abbreviated; `--` ends the flags. Words that may hold flags are collected, not guessed at.
  ///
  /// - Parameters:
  ///   - command: The command that calls the executor.
  ///   - script: The script that holds it.
  ///   - executorIndex: The index of the word that names the executor.
  ///   - values: The values that variables may have. A word that is nothing but a variable with one value, such as
  ///     `$KANIKO_ARGS`, is read as the words of that value; see ``expandedVariables``.
  /// - Returns: The call, with whatever is wrong in it as ``problems``. An index that is out of bounds gives a call
  ///   without flags.
  public static func parse(
    _ command: SimpleCommand, in script: ShellScript, executorIndex: Int = 0, expanding values: [String: [String]] = [:]
  ) -> KanikoInvocation {
    guard command.words.indices.contains(executorIndex) else {
      return KanikoInvocation(
        executor: ByteRange(at: 0), subcommand: .build, flags: [], opaqueWords: [], problems: [], assignments: [])
    }
    var expander = VariableExpander(values: values)
    for word in command.words[(executorIndex + 1)...] { expander.append(ArgumentWord(word, in: script.text)) }
    var parser = InvocationParser(words: expander.words)
    parser.parse()
    let assignments = command.assignments.map { assignment in
      Assignment(
        name: String(decoding: script.text[assignment.name.indices], as: UTF8.self),
        value: assignment.value.map { ShellFragment($0, in: script.text) } ?? ShellFragment([]),
        range: assignment.range)
    }
    var invocation = KanikoInvocation(
      executor: command.words[executorIndex].range, subcommand: parser.subcommand ?? .build, flags: parser.flags,
      opaqueWords: parser.opaqueWords, problems: parser.problems, assignments: assignments)
    invocation.expandedVariables = expander.expanded
    return invocation
  }
}

/// The state of reading one command line.
struct InvocationParser {
  /// The words after the executor.
  let words: [ArgumentWord]
  private(set) var subcommand: KanikoInvocation.Subcommand?
  private(set) var flags: [FlagUse] = []
  private(set) var opaqueWords: [KanikoInvocation.OpaqueWord] = []
  private(set) var problems: [InvocationProblem] = []
  private var position = 0

  init(words: [ArgumentWord]) {
    self.words = words
  }

  /// Reads all words; each step consumes at least one.
  mutating func parse() {
    var flagsEnded = false
    while position < words.count {
      let word = words[position]
      position += 1
      let prefix = word.literalPrefix
      if flagsEnded {
        readPositional(word)
      } else if word.isAlwaysOpaque || (prefix.isEmpty && !word.isLiteral) {
        appendOpaque(word)
      } else if word.fragment.staticValue == "--" {
        flagsEnded = true
      } else if prefix.hasPrefix("--") {
        readLong(word, prefix: prefix)
      } else if prefix.hasPrefix("-"), prefix != "-" || !word.isLiteral {
        readShort(word, prefix: prefix)
      } else {
        readPositional(word)
      }
      if subcommand != nil { return }
    }
  }

  private mutating func appendOpaque(_ word: ArgumentWord) {
    opaqueWords.append(
      KanikoInvocation.OpaqueWord(fragment: word.fragment, range: word.range, flagIndex: flags.count))
  }

  private mutating func report(_ message: String, _ range: ByteRange, help: String? = nil) {
    problems.append(InvocationProblem(message: message, range: range, help: help))
  }

  /// A word that is no flag: a subcommand, or something Kaniko refuses, since it takes no arguments.
  private mutating func readPositional(_ word: ArgumentWord) {
    if opaqueWords.isEmpty, problems.isEmpty {
      switch word.fragment.staticValue {
      case "version": subcommand = .version
      case "login": subcommand = .login
      case "push": subcommand = .push
      case "help", "completion": subcommand = .help
      default: break
      }
      if subcommand != nil { return }
    }
    let shown = word.fragment.staticValue ?? word.fragment.source
    if let last = flags.last, last.flag.value == .bool, last.value == nil, last.range.upperBound < word.range.lowerBound
    {
      report(
        "kaniko takes no separate value for \(last.spelling): it reads `\(shown)` as an unknown command", word.range,
        help: "write \(last.spelling)=\(shown)")
    } else {
      report("kaniko takes no arguments besides flags: it reads `\(shown)` as an unknown command", word.range)
    }
  }

  // MARK: - Long flags

  private mutating func readLong(_ word: ArgumentWord, prefix: String) {
    let body = prefix.droppingBytes(2)
    guard let equals = body.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      guard word.isLiteral else { return appendOpaque(word) }
      return readLongAlone(word, name: String(body))
    }
    let name = String(body[..<equals])
    let valueStart = word.offset(pastFirst: UInt8(ascii: "="))
    let nameRange = ByteRange(word.range.lowerBound, valueStart - 1)
    guard !name.isEmpty, !name.hasPrefix("-") else {
      return report("kaniko does not accept this flag's form", word.range)
    }
    guard let flag = KanikoFlag.named(name) else { return reportUnknown(name, nameRange) }
    append(
      FlagUse(
        flag: flag, spelling: "--\(name)", spellingRange: nameRange,
        value: word.value(after: 2 + name.utf8.count + 1), valueRange: ByteRange(valueStart, word.range.upperBound),
        joint: .equals, range: word.range))
  }

  private mutating func readLongAlone(_ word: ArgumentWord, name: String) {
    guard !name.isEmpty, !name.hasPrefix("-") else {
      return report("kaniko does not accept this flag's form", word.range)
    }
    if name == "help" {
      subcommand = .help
      return
    }
    guard let flag = KanikoFlag.named(name) else { return reportUnknown(name, word.range) }
    readValue(of: flag, spelling: "--\(name)", word)
  }

  /// Takes the next word as the value of a flag that needs one.
  private mutating func readValue(of flag: KanikoFlag, spelling: String, _ word: ArgumentWord) {
    guard flag.value != .bool else {
      return append(
        FlagUse(
          flag: flag, spelling: spelling, spellingRange: word.range, value: nil, valueRange: nil, joint: .nothing,
          range: word.range))
    }
    guard position < words.count else {
      return report("\(spelling) has no value", word.range, help: "write a value behind \(spelling), or leave it out")
    }
    let next = words[position]
    guard !next.isAlwaysOpaque else { return appendOpaque(word) }
    position += 1
    append(
      FlagUse(
        flag: flag, spelling: spelling, spellingRange: word.range, value: next.value, valueRange: next.range,
        joint: .space, range: word.range.union(next.range)))
  }

  // MARK: - Short flags

  private mutating func readShort(_ word: ArgumentWord, prefix: String) {
    var letters = prefix.dropFirst()
    guard !letters.isEmpty else { return appendOpaque(word) }
    while let letter = letters.first {
      letters = letters.dropFirst()
      guard let flag = KanikoFlag.short(letter) else {
        if letter == "h" {
          subcommand = .help
        } else {
          report("kaniko has no flag `-\(letter)`", word.range)
        }
        return
      }
      let hasMore = !letters.isEmpty || !word.isLiteral
      if flag.value == .bool && letters.first != "=" {
        append(
          FlagUse(
            flag: flag, spelling: "-\(letter)", spellingRange: word.range, value: nil, valueRange: nil,
            joint: .nothing, range: word.range))
        continue
      }
      guard hasMore else { return readValue(of: flag, spelling: "-\(letter)", word) }
      readAttached(word, flag: flag, letter: letter, consumed: prefix.utf8.count - letters.utf8.count, rest: letters)
      return
    }
  }

  /// A value in the same word as a one-letter flag: `-fvalue` or `-f=value`; `-f=` alone has the value `=`.
  private mutating func readAttached(
    _ word: ArgumentWord, flag: KanikoFlag, letter: Character, consumed: Int, rest: Substring
  ) {
    let skipsEquals = rest.first == "=" && (rest.count > 1 || !word.isLiteral)
    let nameEnd = word.offset(pastFirst: letter.asciiValue ?? 0)
    let valueStart = skipsEquals ? word.offset(pastFirst: UInt8(ascii: "=")) : nameEnd
    append(
      FlagUse(
        flag: flag, spelling: "-\(letter)", spellingRange: ByteRange(word.range.lowerBound, nameEnd),
        value: word.value(after: consumed + (skipsEquals ? 1 : 0)),
        valueRange: ByteRange(valueStart, word.range.upperBound), joint: skipsEquals ? .equals : .nothing,
        range: word.range))
  }

  // MARK: - Checks

  private mutating func append(_ use: FlagUse) {
    flags.append(use)
    guard let text = use.value?.staticValue else { return }
    if let expected = use.flag.value.expectation(violatedBy: text) {
      let range = text.isEmpty ? use.range : use.valueRange ?? use.range
      report(
        "kaniko refuses the value `\(text)` of \(use.spelling)", range,
        help: "\(use.spelling) takes \(expected)")
    }
  }

  private mutating func reportUnknown(_ name: String, _ range: ByteRange) {
    report("kaniko has no flag `--\(name)`", range, help: Self.suggestion(for: name))
  }

  /// What people mean by flags that exist in other builders.
  private static func suggestion(for name: String) -> String? {
    switch name {
    case "platform": "kaniko's flag is --custom-platform"
    case "no-cache": "kaniko caches only with --cache"
    case "file": "kaniko's flag is --dockerfile"
    case "tag": "kaniko's flag is --destination"
    case "dockerignore": "kaniko finds .dockerignore by itself"
    case "ssh", "build-context", "add-host", "network", "output": "kaniko has nothing like docker's --\(name)"
    default: NearestName.of(name, among: KanikoFlag.all.map(\.name)).map { "did you mean --\($0)?" }
    }
  }
}

import ShellSyntax
import SourceText

/// What holds for a word that is taken out of a script and written again.
enum FragmentInvariants {
  /// What is wrong with a word; empty when nothing is.
  static func problems(of word: ShellWord, in text: [UInt8]) -> [String] {
    let fragment = ShellFragment(word, in: text)
    let source = fragment.source
    let shown = String(decoding: text[word.range.indices], as: UTF8.self).debugDescription
    let script = ShellScript(parsing: Array("declare \(source)\n".utf8))
    guard case .simple(let simple)? = script.statements.first?.first.commands.first?.kind,
      script.statements.count == 1, simple.words.count == 2
    else { return ["\(shown) is written as \(source.debugDescription), which is no word"] }
    return value(of: fragment) == value(of: ShellFragment(simple.words[1], in: script.text))
      ? [] : ["\(shown) has another value when it is written as \(source.debugDescription)"]
  }

  /// The text of a fragment without its quotes; quotes of one kind may become others.
  private static func value(of fragment: ShellFragment) -> String {
    fragment.pieces.map { piece in
      switch piece {
      case .literal(let text, _): text
      case .expansion(let source, let name, _): name.map { "${\($0)}" } ?? source
      }
    }.joined()
  }
}

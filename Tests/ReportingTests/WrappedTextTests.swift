import Reporting
import Testing

@Test(arguments: [
  ("", 10, 0, [""]), ("one two", 10, 0, ["one two"]), ("one two", 6, 0, ["one", "two"]),
  ("one two", 10, 8, ["", "one two"]), ("one two", 10, 6, ["one", "two"]),
  ("a verylongwordthatdoesnotfit b", 8, 0, ["a", "verylongwordthatdoesnotfit", "b"]),
  ("run `a b c` now", 9, 0, ["run", "`a b c`", "now"]),
  ("run `a b c d e f` now", 9, 0, ["run `a b", "c d e f`", "now"]),
  ("日本 語語 x", 6, 0, ["日本", "語語 x"]), ("an `odd quote", 6, 0, ["an", "`odd", "quote"]),
])
func breaksAtWords(_ text: String, _ width: Int, _ used: Int, _ lines: [String]) {
  #expect(WrappedText.lines(text, width: width, used: used) == lines)
}

@Test func countsColumns() {
  for (text, columns) in [("", 0), ("abc", 3), ("größe", 5), ("日本", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2)] {
    #expect(WrappedText.columns(of: text) == columns, "\(text)")
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The terminal of the person who runs the command, for questions.
///
/// Answers are read from the terminal itself, so that standard input may be something else; questions go to standard
/// error.
struct Terminal {
  private let input: Int32

  /// Opens the terminal; nil where there is none.
  init?() {
    let own = open("/dev/tty", O_RDONLY | O_CLOEXEC)
    if own >= 0 {
      input = own
    } else if isatty(STDIN_FILENO) == 1 {
      input = STDIN_FILENO
    } else {
      return nil
    }
  }

  /// Asks a question.
  ///
  /// - Returns: the line that was typed, without its line break; nil when there is nothing more to read.
  func ask(_ question: String) -> String? {
    Console.error(question)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(input, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
  }
}

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Standard input: whatever was piped into the command.
public enum StandardInput {
  /// Everything up to the end of the input, whatever it is.
  ///
  /// - Parameter limit: the most bytes to read.
  /// - Throws: ``FileProblem`` when reading fails or there is more than the limit.
  public static func read(limit: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = chunk.withUnsafeMutableBytes { systemRead($0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileProblem(path: "standard input", error: .latest)
      }
      bytes += chunk[..<count]
      if bytes.count > limit { throw FileProblem(path: "standard input", reason: .tooLarge(limit: limit)) }
    }
  }

  private static func systemRead(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(STDIN_FILENO, buffer, count)
    #elseif canImport(Musl)
      Musl.read(STDIN_FILENO, buffer, count)
    #else
      Darwin.read(STDIN_FILENO, buffer, count)
    #endif
  }
}

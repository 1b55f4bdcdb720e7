// fuzz TARGET [argument of libFuzzer ...]: gives inputs to one part of the product until an invariant breaks.
// fuzz files INPUT: prints the repository that an input of the target `generated` stands for, as `migration` takes it.
import Foundation
import GeneratedPipelines
import Invariants

/// The driver of libFuzzer (FuzzerInterface.h), without a `main` of its own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private func complain(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "files" {
  let input = [UInt8](try Data(contentsOf: URL(filePath: CommandLine.arguments[2])))
  let files = GeneratedRepository(steeredBy: input).files
  FileHandle.standardOutput.write(Data(InputFiles.bytes(of: files.map { ($0.path, $0.text) })))
  exit(0)
}

guard CommandLine.arguments.count > 1, let chosen = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  complain("usage: fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) [argument of libFuzzer ...]")
  exit(2)
}
private let target = chosen

// The name of the target is in the place of the program's name.
var count = CommandLine.argc - 1
var arguments = CommandLine.unsafeArgv.advanced(by: 1)
private let status = runDriver(&count, &arguments) { data, size in
  let problems = target.problems(in: Array(UnsafeBufferPointer(start: data, count: size)))
  if !problems.isEmpty {
    complain("BROKEN " + problems.prefix(5).joined(separator: "\nBROKEN "))
    abort()
  }
  return 0
}
exit(status)

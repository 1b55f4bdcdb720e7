import ArgumentParser
import Reporting

/// A format of the report and where it goes.
struct ReportTarget: Equatable {
  let format: CheckFormat
  /// The file; nil for standard output.
  var file: String?

  /// Checks what can be checked without the order of the arguments.
  static func validate(formats: [CheckFormat], outputs: [String]) throws {
    if outputs.count > max(1, formats.count) {
      throw ValidationError("each --output needs a --format of its own before it")
    }
    if formats.count - outputs.count > 1 {
      throw ValidationError("only one format can go to standard output: give each other --format an --output")
    }
    if Set(outputs).count < outputs.count { throw ValidationError("two reports cannot go to one file") }
  }

  /// Pairs formats and files in the order of the arguments: an `--output` belongs to the nearest `--format` before it
  /// that has none yet, else to the next one.
  ///
  /// argument-parser collects the values of each option by itself and does not tell their order, hence the second look;
  /// the arguments are known to be valid. Text to standard output is the default.
  static func all(in arguments: [String]) -> [ReportTarget] {
    var targets: [ReportTarget] = []
    var pending: String?
    var rest = arguments.prefix { $0 != "--" }[...]
    while let argument = rest.popFirst() {
      if let value = value(of: "--format", argument, &rest), let format = CheckFormat(rawValue: value) {
        targets.append(ReportTarget(format: format, file: pending))
        pending = nil
      } else if let file = value(of: "--output", argument, &rest) {
        if let index = targets.lastIndex(where: { $0.file == nil }) {
          targets[index].file = file
        } else {
          pending = file
        }
      }
    }
    return targets.isEmpty ? [ReportTarget(format: .text, file: pending)] : targets
  }

  private static func value(of name: String, _ argument: String, _ rest: inout ArraySlice<String>) -> String? {
    if argument == name { return rest.popFirst() }
    return argument.hasPrefix(name + "=") ? String(argument.dropFirst(name.count + 1)) : nil
  }
}

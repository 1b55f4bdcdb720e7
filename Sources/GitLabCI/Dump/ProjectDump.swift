import SourceText
import YAMLSyntax

extension Project {
  /// The pipelines with their effective jobs, each value with the place that supplies it, for people.
  ///
  /// A value that an alias or a `!reference` brings names the place of use after `<-`. The format may change.
  public func dump() -> String {
    pipelines.map { dump($0) }.joined(separator: "\n")
  }

  /// One pipeline with its effective jobs.
  public func dump(_ pipeline: Pipeline) -> String {
    var writer = DumpWriter(self)
    writer.write(pipeline)
    return writer.text
  }
}

/// Writes a pipeline line by line.
private struct DumpWriter {
  private let project: Project
  private let lines: [LineTable]
  private(set) var text = ""
  /// How many more lines are written: aliases can make the effective jobs much larger than the files.
  private var budget = 2_000_000

  init(_ project: Project) {
    self.project = project
    lines = project.documents.map { LineTable($0.tree.source.bytes) }
  }

  mutating func write(_ pipeline: Pipeline) {
    let paths = pipeline.entryFiles.map { project.documents[$0].path }
    line("pipeline \(pipeline.kind) \(paths.joined(separator: ", "))", indent: 0)
    for file in pipeline.files where !pipeline.entryFiles.contains(file) {
      let document = project.documents[file]
      line("file \(document.path)" + (document.isForeign ? " (another project)" : ""), indent: 1)
    }
    for include in pipeline.conditionalIncludes { line("conditional", of: include) }
    for include in pipeline.unresolvedIncludes { line("not here", of: include) }
    for include in pipeline.unresolvedChildren { line("child pipeline not here", of: include) }
    if !pipeline.forwardedVariables.isEmpty {
      line("forwarded variables", indent: 1)
      for entry in pipeline.forwardedVariables { write(entry.value, label: quotedKey(entry.key) + ":", indent: 2) }
    }
    for job in pipeline.jobs { write(job) }
  }

  private mutating func line(_ label: String, of include: Include) {
    line("\(label): \(include.description)  \(place(include.site))", indent: 1)
  }

  private mutating func write(_ job: Job) {
    let kind = job.isHidden ? "hidden job" : job.isTrigger ? "trigger job" : "job"
    line("\(kind) \(quotedKey(job.name))  \(place(job.entry.value.origin))", indent: 1)
    if !job.bases.isEmpty { line("bases: " + job.bases.map(quotedKey).joined(separator: ", "), indent: 2) }
    for missing in job.missing {
      line("not here: \(missing.use.rawValue) \(missing.name)  \(place(missing.site))", indent: 2)
    }
    for entry in job.effective.entries where entry.key != "extends" {
      write(entry.value, label: quotedKey(entry.key) + ":", indent: 2)
    }
  }

  private mutating func write(_ value: CIValue, label: String, indent: Int) {
    switch value.kind {
    case .scalar(let scalar): line("\(label) \(shown(scalar))  \(places(value))", indent: indent)
    case .reference(let path):
      line("\(label) !reference [\(path.joined(separator: ", "))]  \(places(value))", indent: indent)
    case .sequence(let items):
      line("\(label)\(items.isEmpty ? " []" : "")  \(places(value))", indent: indent)
      for item in items { write(item, label: "-", indent: indent + 1) }
    case .mapping(let mapping):
      line("\(label)\(mapping.entries.isEmpty ? " {}" : "")  \(places(value))", indent: indent)
      for entry in mapping.entries { write(entry.value, label: quotedKey(entry.key) + ":", indent: indent + 1) }
    }
  }

  private mutating func line(_ content: String, indent: Int) {
    budget -= 1
    if budget == 0 { text += "…\n" }
    guard budget > 0 else { return }
    text += String(repeating: "  ", count: indent) + content + "\n"
  }

  // MARK: - Parts of a line

  private func places(_ value: CIValue) -> String {
    value.site == value.origin ? place(value.origin) : "\(place(value.origin)) <- \(place(value.site))"
  }

  private func place(_ origin: Origin) -> String {
    let document = project.documents[origin.file]
    guard origin.node.index < document.tree.nodes.count else { return document.path }
    return "\(document.path):\(lines[origin.file].line(at: document.tree[origin.node].range.lowerBound))"
  }

  private func quotedKey(_ key: String) -> String {
    let isPlain = !key.isEmpty && !key.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "\"" || $0 == ":" }
    return isPlain ? key : quoted(key)
  }

  private func shown(_ scalar: CIScalar) -> String {
    switch scalar.type {
    case .string: quoted(scalar.text)
    case .null: "null"
    default: "\(scalar.value) (\(scalar.type.rawValue))"
    }
  }

  /// A text in double quotes on one line.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

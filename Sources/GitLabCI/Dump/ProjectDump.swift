import SourceText
import YAMLSyntax

extension Project {
  /// The pipelines with their effective jobs, each value with the place that supplies it, for people.
  ///
  /// A value stands on the left, the file and line that supply it on the right. Where an alias or a `!reference` brings
  /// the value, the place of use follows after `<-`; where an input of the file is a part of it, the text of the file
  /// follows in parentheses. A key that the job does not have itself names what brings it. The format may change.
  public func dump() -> String {
    pipelines.map { dump($0) }.joined(separator: "\n")
  }

  /// One pipeline with its effective jobs.
  public func dump(_ pipeline: Pipeline) -> String {
    var writer = DumpWriter(self, pipeline: pipeline)
    writer.write()
    return writer.text
  }
}

/// Writes a pipeline line by line.
private struct DumpWriter {
  /// Where places start on a line that has room for them.
  private static let placeColumn = 60

  private let project: Project
  private let pipeline: Pipeline
  private let lines: [LineTable]
  /// The top-level keys by the mappings that define them.
  private var definers: [Origin: String] = [:]
  private(set) var text = ""
  /// How many more lines are written: aliases can make the effective jobs much larger than the files.
  private var budget = 2_000_000

  init(_ project: Project, pipeline: Pipeline) {
    self.project = project
    self.pipeline = pipeline
    lines = project.documents.map { LineTable($0.tree.source.bytes) }
    for source in pipeline.root.sources { definers[source] = "the top level" }
    for entry in pipeline.root.entries { definers[entry.value.origin] = quotedKey(entry.key) }
  }

  mutating func write() {
    let paths = pipeline.entryFiles.map { project.documents[$0].path }
    line("pipeline \(paths.joined(separator: ", ")) (\(pipeline.kind))", indent: 0)
    for file in pipeline.files where !pipeline.entryFiles.contains(file) {
      let document = project.documents[file]
      line("reads \(document.path)" + (document.isForeign ? " (another project)" : ""), indent: 1)
    }
    for include in pipeline.conditionalIncludes { line("include under rules", of: include) }
    for include in pipeline.unresolvedIncludes { line("include not here", of: include) }
    for include in pipeline.unresolvedChildren { line("child pipeline not here", of: include) }
    if !pipeline.forwardedVariables.isEmpty {
      line("forwarded variables:", indent: 1)
      for entry in pipeline.forwardedVariables { write(entry.value, label: quotedKey(entry.key) + ":", indent: 2) }
    }
    let jobs = Set(pipeline.jobs.map(\.name))
    for entry in pipeline.root.entries where !jobs.contains(entry.key) {
      write(entry.value, label: quotedKey(entry.key) + ":", indent: 1)
    }
    for job in pipeline.jobs { write(job) }
  }

  private mutating func line(_ label: String, of include: Include) {
    line("\(label): \(include.description)", place(include.site), indent: 1)
  }

  private mutating func write(_ job: Job) {
    let kind = job.isHidden ? "hidden job" : job.isTrigger ? "trigger job" : "job"
    line("", indent: 0)
    line("\(kind) \(quotedKey(job.name))", place(job.entry.value.origin), indent: 1)
    if !job.bases.isEmpty { line("extends \(job.bases.map(quotedKey).joined(separator: ", "))", indent: 2) }
    for missing in job.missing {
      line("not here: \(missing.use.rawValue) \(missing.name)", place(missing.site), indent: 2)
    }
    let own = job.entry.value.mapping?.sources ?? []
    for entry in job.effective.entries where entry.key != "extends" {
      let giver = own.last == entry.owner ? nil : definers[entry.owner]
      let source = giver.map { $0 == quotedKey(job.name) ? "" : " (from \($0))" } ?? ""
      write(entry.value, label: quotedKey(entry.key) + source + ":", indent: 2)
    }
  }

  private mutating func write(_ value: CIValue, label: String, indent: Int) {
    switch value.kind {
    case .scalar(let scalar): line("\(label) \(shown(scalar))", places(value), indent: indent)
    case .reference(let path):
      line("\(label) !reference [\(path.joined(separator: ", "))]", places(value), indent: indent)
    case .sequence(let items):
      line("\(label)\(items.isEmpty ? " []" : "")", places(value), indent: indent)
      for item in items { write(item, label: "-", indent: indent + 1) }
    case .mapping(let mapping):
      line("\(label)\(mapping.entries.isEmpty ? " {}" : "")", places(value), indent: indent)
      for entry in mapping.entries { write(entry.value, label: quotedKey(entry.key) + ":", indent: indent + 1) }
    }
  }

  private mutating func line(_ content: String, _ place: String? = nil, indent: Int) {
    budget -= 1
    if budget == 0 { text += "…\n" }
    guard budget > 0 else { return }
    var line = content.isEmpty ? "" : String(repeating: "  ", count: indent) + content
    if let place {
      let room = Self.placeColumn - line.count
      line += String(repeating: " ", count: max(2, room)) + place
    }
    text += line + "\n"
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
    let value =
      switch scalar.type {
      case .string: quoted(scalar.value)
      case .null: "null"
      default: "\(scalar.value) (\(scalar.type.rawValue))"
      }
    return scalar.substituted == nil ? value : "\(value) (\(quoted(scalar.text)))"
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

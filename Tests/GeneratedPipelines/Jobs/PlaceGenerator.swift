import Foundation
import TestSupport

/// Makes contexts and Dockerfiles that exist.
struct PlaceGenerator {
  var values: ValueGenerator
  /// The folder in which the call runs, relative to the project.
  let folder: String
  /// Whether base images may come from the project's own registry. The migration can tell that they do only where it
  /// sees the Dockerfile, and takes credentials that a job pushes with and does not write for mounted into it.
  let namesOwnBases: Bool
  /// Files to add to the checkout.
  private(set) var files: [String: String] = [:]

  init(values: ValueGenerator, folder: String, namesOwnBases: Bool) {
    self.values = values
    self.folder = folder
    self.namesOwnBases = namesOwnBases
  }

  static let projectFolder = "/builds/group/project"

  /// The arguments that say what is built from.
  mutating func arguments(variables: inout [GeneratedVariable]) -> [Argument] {
    var flags = FlagGenerator(values: values)
    let directory =
      values.hasService ? "services/$service" : values.random.pick(["", "", "app", "app", "my app", "deploy/image"])
    addFile(of: directory)
    let context = place(directory, isFile: false, variables: &variables)
    flags.values.random = values.random
    var result = [flags.argument(flags.values.random.pick(["context", "context", "c"]), context)]
    values.random = flags.values.random
    if values.random.oneIn(12) {
      // Kaniko heeds it only where the context is written as an address.
      result.append(Argument(flag: "context-sub-path", value: ShellValue("app")))
      add(directory, "Dockerfile")
      add(Self.join(directory, "app"), "Dockerfile")
    } else if let dockerfile = dockerfile(context: directory, variables: &variables) {
      flags.values.random = values.random
      result.append(flags.argument(flags.values.random.pick(["dockerfile", "dockerfile", "f"]), dockerfile))
      values.random = flags.values.random
    }
    return values.random.oneIn(3) ? result.reversed() : result
  }

  // MARK: - Dockerfiles

  /// The value of `--dockerfile`, or nil for none, with the files that make it work.
  private mutating func dockerfile(context: String, variables: inout [GeneratedVariable]) -> ShellValue? {
    let name = values.random.pick(["Dockerfile", "Dockerfile", "Dockerfile.prod", "build.Dockerfile", "My Dockerfile"])
    switch values.random.number(0...5) {
    case 0:
      if values.random.oneIn(2) { add(folder, "Dockerfile") }
      add(context, "Dockerfile")
      return nil
    case 1:
      // Found in the context, and perhaps in the working folder too, which comes first.
      add(context, name)
      if values.random.oneIn(3) { add(folder, name) }
      return ShellValue(name)
    case 2:
      let sub = values.random.pick(["docker", "deploy/image"])
      add(Self.join(context, sub), name)
      if values.random.oneIn(3) { add(Self.join(folder, sub), name) }
      return ShellValue("\(sub)/\(name)")
    default:
      let place =
        values.hasService ? "services/$service" : values.random.pick([context, context, "", "docker", "my app"])
      add(place, name)
      return self.place(Self.join(place, name), isFile: true, variables: &variables)
    }
  }

  private mutating func add(_ directory: String, _ name: String) {
    guard directory.contains("$service") else { return addFile(Self.join(directory, name)) }
    for service in ["api", "web"] {
      addFile(Self.join(directory.components(separatedBy: "$service").joined(separator: service), name))
    }
  }

  /// A file that makes the folder exist and differ from others.
  private mutating func addFile(of directory: String) {
    let folders = directory.contains("$service") ? ["services/api", "services/web"] : [directory]
    for folder in folders { files[Self.join(folder, "main.txt")] = "content of \(folder)\n" }
  }

  private mutating func addFile(_ path: String) {
    let own = namesOwnBases ? "registry.example.com/group/base:1" : "debian:12"
    let bases = ["alpine", "scratch", own, "docker.io/library/golang:1.22"]
    files[path] = "FROM \(bases[path.utf8.count % bases.count])\nCOPY . /\nLABEL path=\"\(path)\"\n"
  }

  private static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty ? name : name.isEmpty ? directory : "\(directory)/\(name)"
  }

  // MARK: - Paths

  /// One of the ways of naming a place of the project.
  private mutating func place(_ path: String, isFile: Bool, variables: inout [GeneratedVariable]) -> ShellValue {
    var ways = [
      absolute("$CI_PROJECT_DIR", path), absolute("${CI_PROJECT_DIR}", path), absolute("/builds/group/project", path),
    ]
    if folder.isEmpty {
      ways += [absolute("$PWD", path), absolute("$(pwd)", path), relative(path), relative(path), relative("./" + path)]
      if !isFile { ways.append(relative(path.isEmpty ? "./" : path + "/")) }
    } else if path.hasPrefix(folder + "/") {
      ways.append(relative(String(path.dropFirst(folder.count + 1))))
    } else if path == folder {
      ways.append(relative("."))
    } else {
      ways.append(relative("../" + path))
    }
    if !isFile { ways += [ShellValue("dir://") + absolute("$CI_PROJECT_DIR", path)] }
    let way = values.random.pick(ways)
    guard values.random.oneIn(5), !path.contains("$"), folder.isEmpty else { return way }
    let name = isFile ? "DOCKERFILE" : "CONTEXT"
    guard !variables.contains(where: { $0.name == name }) else { return way }
    let value = values.random.oneIn(2) ? (path.isEmpty ? "." : path) : Self.join(Self.projectFolder, path)
    variables.append(
      GeneratedVariable(name: name, value: value, place: values.random.pick(GeneratedVariable.Place.allCases)))
    return ShellValue([.expansion(values.random.pick(["$\(name)", "${\(name)}"]), isWord: !path.contains(" "))])
  }

  private func absolute(_ root: String, _ path: String) -> ShellValue {
    let start: ShellValue.Part = root.hasPrefix("$") ? .expansion(root, isWord: true) : .text(root)
    return ShellValue([start]) + (path.isEmpty ? ShellValue([]) : ShellValue([.text("/")]) + relative(path))
  }

  private func relative(_ path: String) -> ShellValue {
    let parts = path.components(separatedBy: "$service")
    guard parts.count > 1 else { return ShellValue(path.isEmpty ? "." : path) }
    return ShellValue(
      [.text(parts[0]), .expansion("$service", isWord: true)] + (parts[1].isEmpty ? [] : [.text(parts[1])]))
  }
}

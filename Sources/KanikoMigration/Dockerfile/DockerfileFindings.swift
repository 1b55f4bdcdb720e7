import ShellSyntax

/// What a Dockerfile says that the two builders treat in different ways, for the receipt.
///
/// Only instructions of stages that are built count, but for stages that are not built any more. What cannot be seen
/// here, such as the files of a base image, is left to the documentation.
struct DockerfileFindings {
  let dockerfile: Dockerfile
  /// What the call builds.
  let spec: BuildSpec
  /// Whether Kaniko built only the stages that are needed, as BuildKit does.
  let skipsUnusedStages: Bool
  /// The lines of the context's `.dockerignore`.
  let ignored: [String]

  /// The findings, in a fixed order.
  var entries: [ReceiptEntry] {
    guard let end else { return [] }
    let built = graph.needed(for: end)
    let instructions = built.sorted().flatMap { dockerfile.stages[$0].instructions }
    return unusedStages(before: end, built)
      + [
        syntax, copies(instructions), mounts(instructions), owners(instructions), privileges(instructions),
        jobFiles(instructions), volumes(built), automaticArguments(instructions),
      ].compactMap { $0 }
  }

  private var graph: StageGraph { StageGraph(dockerfile.stages) }

  /// The stage that the build ends with; nil where only the run shows it.
  private var end: Int? {
    guard let target = spec.target else { return graph.end(target: nil) }
    return target.staticValue.flatMap { graph.end(target: $0) }
  }

  // MARK: - Stages

  /// Kaniko 1.24 builds every stage up to the last one, and a failing one fails the job.
  private func unusedStages(before end: Int, _ built: Set<Int>) -> [ReceiptEntry] {
    guard !skipsUnusedStages else { return [] }
    return (0...end).filter { !built.contains($0) }.map { index in
      let stage = dockerfile.stages[index]
      let name = stage.name ?? String(index)
      let runs = stage.instructions.contains { $0.name == "RUN" }
      let text = "Kaniko built this stage although nothing needs it, BuildKit does not"
      return ReceiptEntry(
        runs ? .review : .note, "stage \(name)",
        runs ? "\(text); if the job relies on its commands, such as tests, build it with `--opt target=\(name)`" : text)
    }
  }

  // MARK: - The whole file

  private var syntax: ReceiptEntry? {
    dockerfile.syntax.map { frontend in
      ReceiptEntry(
        .note, "# syntax",
        "BuildKit pulls the frontend `\(frontend)`, Kaniko ignored the line; without access to its registry, remove the line"
      )
    }
  }

  // MARK: - Instructions

  private func copies(_ instructions: [Dockerfile.Instruction]) -> ReceiptEntry? {
    let names = instructions.filter { ["ADD", "COPY"].contains($0.name) && $0.flag("from") == nil }
      .flatMap { $0.operands.dropLast() }
      .filter { source in
        !source.contains { "*?[$\"'<".contains($0) } && !source.contains("://")
          && ContextRisk.isIgnored(source, in: "", by: ignored)
      }
    guard !names.isEmpty else { return nil }
    return ReceiptEntry(
      .review, "COPY",
      "`.dockerignore` leaves out \(Self.listed(names)): Kaniko copied nothing there, BuildKit fails; change one of the two files"
    )
  }

  private func mounts(_ instructions: [Dockerfile.Instruction]) -> ReceiptEntry? {
    let mounts = instructions.flatMap(\.mounts).filter { ["secret", "ssh"].contains($0["type"]) }
    let given = Set(spec.secrets.compactMap(\.secretID))
    let missing = mounts.filter { $0["type"] == "ssh" || !given.contains($0.secretID) }
    guard let first = missing.first(where: { $0["required"] == "true" }) ?? missing.first else { return nil }
    let flag = first["type"] == "ssh" ? "--ssh \(first["id"] ?? "default")" : "--secret id=\(first.secretID)"
    let isRequired = first["required"] == "true"
    return ReceiptEntry(
      isRequired ? .review : .note, "RUN --mount=type=\(first["type"] ?? "")",
      isRequired
        ? "BuildKit fails without `\(flag)`, which the call of Kaniko did not have; add it to the call of buildctl"
        : "Kaniko mounted nothing here; for BuildKit to do so, add `\(flag)` to the call of buildctl")
  }

  /// Rootless BuildKit has 65536 user ids (moby/buildkit docs/rootless.md).
  private func owners(_ instructions: [Dockerfile.Instruction]) -> ReceiptEntry? {
    let owners = instructions.flatMap { instruction -> [String] in
      switch instruction.name {
      case "USER": instruction.operands
      case "ADD", "COPY": instruction.flag("chown").map { [$0] } ?? []
      default: []
      }
    }
    let large = owners.filter { $0.split(separator: ":").contains { Int($0).map { $0 > 65_535 } ?? false } }
    guard !large.isEmpty else { return nil }
    return ReceiptEntry(
      .review, "uid", "rootless BuildKit has no user above 65535, as in \(Self.listed(large)); use a smaller number")
  }

  private func privileges(_ instructions: [Dockerfile.Instruction]) -> ReceiptEntry? {
    let commands = instructions.filter { $0.name == "RUN" }.flatMap { Self.commands(in: $0.arguments) }
    let found = commands.filter { ["mknod", "mount", "umount", "modprobe", "sysctl"].contains($0) }
    guard !found.isEmpty else { return nil }
    return ReceiptEntry(
      .review, "RUN",
      "rootless BuildKit does not permit \(Self.listed(found)), which Kaniko left to the job's container")
  }

  /// Kaniko runs commands in the file system of the job, where they see what lies there.
  private func jobFiles(_ instructions: [Dockerfile.Instruction]) -> ReceiptEntry? {
    let words = instructions.filter { $0.name == "RUN" }.flatMap(\.words)
    let paths = words.filter { word in
      ["/builds/", "/busybox/", "/kaniko/"].contains { word.hasPrefix($0) || word.contains("=\($0)") }
    }
    guard !paths.isEmpty else { return nil }
    return ReceiptEntry(
      .review, "RUN",
      "\(Self.listed(paths)) is a file of the job, which Kaniko's commands see and BuildKit's do not; copy it into the image, or mount it"
    )
  }

  private func volumes(_ built: Set<Int>) -> ReceiptEntry? {
    let writes: Set<String> = ["ADD", "COPY", "RUN"]
    let found = built.sorted().compactMap { index -> String? in
      let instructions = dockerfile.stages[index].instructions
      guard let place = instructions.firstIndex(where: { $0.name == "VOLUME" }),
        instructions[place...].contains(where: { writes.contains($0.name) })
      else { return nil }
      return instructions[place].arguments
    }
    guard let first = found.first else { return nil }
    return ReceiptEntry(
      .note, "VOLUME \(first)", "Kaniko dropped files that later instructions write there, BuildKit keeps them")
  }

  /// The arguments that BuildKit sets by itself (moby/buildkit, `frontend/dockerfile/docs/reference.md`).
  private static let automatic = ["BUILD", "TARGET"].flatMap { side in
    ["ARCH", "OS", "PLATFORM", "VARIANT"].map { side + $0 }
  }

  private func automaticArguments(_ instructions: [Dockerfile.Instruction]) -> ReceiptEntry? {
    let given = Set(spec.buildArguments.compactMap { $0.assignment.splitAtFirst("=")?.head.staticValue })
    let names = instructions.filter { $0.name == "ARG" }.flatMap(\.words).compactMap { word in
      Self.automatic.first { $0 == word.split(separator: "=").first.map(String.init) && !given.contains($0) }
    }
    guard !names.isEmpty else { return nil }
    return ReceiptEntry(
      .note, "ARG", "BuildKit sets \(Self.listed(names)), which Kaniko 1.24 left at the default or empty")
  }

  // MARK: - Text

  /// The first word of every command, as far as separators tell.
  private static func commands(in text: String) -> [String] {
    let words = text.split { $0 == " " || $0 == "\t" }.map(String.init).drop { $0.hasPrefix("--") }
    var result: [String] = []
    var isFirst = true
    for word in words {
      if isFirst { result.append(word) }
      isFirst = ["&&", "||", "|", ";", "then", "do", "else"].contains(word) || word.hasSuffix(";")
    }
    return result
  }

  /// Each text once, in order.
  private static func listed(_ texts: [String]) -> String {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }.map { "`\($0)`" }.joined(separator: ", ")
  }
}

extension [String: String] {
  /// The id of a secret: its own, or the last part of the path where it is mounted.
  fileprivate var secretID: String {
    self["id"] ?? (self["target"] ?? self["dst"]).map { String($0.split(separator: "/").last ?? "") } ?? ""
  }
}

extension ShellFragment {
  /// The id in the value of `--secret`, as far as it is literal.
  fileprivate var secretID: String? {
    guard case .literal(let text, _)? = pieces.first, text.hasPrefix("id=") else { return nil }
    return text.dropFirst(3).split(separator: ",", omittingEmptySubsequences: false).first.map(String.init)
  }
}

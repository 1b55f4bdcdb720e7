internal import ShellSyntax

extension SpecBuilder {
  /// Reads the names of the image and whether it is pushed.
  mutating func translateDestinations() {
    spec.push = pushes()
    for (index, use) in uses(of: "destination") {
      guard let value = use.value, !value.isEmpty else {
        lower(index, to: .manual, "the destination is empty", advice: "name the image")
        continue
      }
      if holds(value, anyOf: "\",\n") {
        lower(
          index, to: .manual, "the destination holds a character that no image name has",
          advice: "give every name a --destination of its own")
      }
      spec.destinations.append(value)
    }
    guard spec.destinations.isEmpty, invocation.isComplete, invocation.subcommand == .build else { return }
    if spec.push != .off {
      imply(
        "destination", .manual, "kaniko refuses a call without --destination and --no-push",
        advice: "name the image with --destination, or build without a push")
    } else if value(of: "image-name-with-digest-file") != nil || value(of: "image-name-tag-with-digest-file") != nil {
      imply("destination", .manual, "kaniko refuses to write image names without --destination")
    }
  }

  /// KANIKO_NO_PUSH overrides the flag.
  private mutating func pushes() -> Switch {
    if let values = environment.values["KANIKO_NO_PUSH"] {
      let flags = Set(values.map { GoValue.bool($0) })
      if flags == [true] { return .off }
      if flags == [false] { return .on }
      return .unless(ShellFragment([.expansion(source: "$KANIKO_NO_PUSH", name: "KANIKO_NO_PUSH", .double)]))
    }
    switch bool("no-push") {
    case .on: return .off
    case .off, .unless: return .on
    case .when(let value): return .unless(value)
    }
  }

  /// Whether a known part of a value holds one of some characters.
  func holds(_ value: ShellFragment, anyOf characters: String) -> Bool {
    environment.shapes(of: value).contains { shape in
      shape.pieces.contains { piece in
        guard case .literal(let text, _) = piece else { return false }
        return text.contains { characters.contains($0) }
      }
    }
  }

  /// Reads where the image goes besides the registry, and how it is written.
  mutating func translateOutputs() {
    for name in ["tar-path", "oci-layout-path"] {
      guard let (index, path) = value(of: name) else { continue }
      if holds(path, anyOf: "\"\n") { lower(index, to: .manual, "the path holds a character that buildctl refuses") }
      if name == "tar-path" { spec.tarArchive = path } else { spec.ociLayout = path }
    }
    translateCompression()
    translateAnnotations()
    translateDigestFiles()
    dropUnusedNames()
  }

  /// Where nothing is pushed and no archive is written, the names of the image are in no output.
  private mutating func dropUnusedNames() {
    guard spec.push == .off, spec.tarArchive == nil, spec.digestFiles.isEmpty else { return }
    for (index, _) in uses(of: "destination") where outcomes[index].effect != .manual {
      drop(index, "the image is not pushed, so its name is not needed")
    }
  }

  private mutating func translateCompression() {
    if let (index, value) = value(of: "compression") {
      switch value.staticValue {
      case "gzip": drop(index, "gzip is buildkit's default")
      case "zstd": spec.image.compression = value
      case nil: spec.image.compression = value
      default: lower(index, to: .manual, "kaniko refuses this compression", advice: "use gzip or zstd")
      }
    }
    if let (index, value) = value(of: "compression-level") {
      if let level = value.staticValue.flatMap({ Int($0) }), level <= 0 {
        drop(index, "kaniko uses its default for levels that are not above 0")
      } else {
        spec.image.compressionLevel = value
      }
    }
    if let (index, value) = value(of: "image-format") {
      switch value.staticValue {
      case "oci": spec.image.usesOCIMediaTypes = true
      case "docker": spec.image.usesOCIMediaTypes = false
      case nil: lower(index, to: .manual, "the image format shows only when the job runs")
      default: lower(index, to: .manual, "kaniko refuses this image format", advice: "use oci or docker")
      }
    }
  }

  private mutating func translateAnnotations() {
    for (index, use) in uses(of: "annotation") {
      guard let value = use.value, let key = value.splitAtFirst("=")?.head.staticValue else {
        lower(index, to: .manual, "the key of the annotation is not visible", advice: "write --annotation KEY=VALUE")
        continue
      }
      if key.contains(where: { $0.isUppercase }) {
        lower(index, to: .manual, "buildctl would write the key in lower case", advice: "use a lower-case key")
      } else if holds(value, anyOf: "\n") {
        lower(index, to: .manual, "the annotation holds a line break, which --output cannot say")
      }
      spec.image.annotations.append(value)
    }
  }

  // MARK: - Digest files

  private mutating func translateDigestFiles() {
    let digest = value(of: "digest-file")
    let names = value(of: "image-name-with-digest-file")
    let tags = value(of: "image-name-tag-with-digest-file")
    for (index, path) in [digest, names, tags].compactMap({ $0 }) {
      if path.leadingText.hasPrefix("https://") {
        lower(
          index, to: .manual, "kaniko sends the digest to this address",
          advice: KanikoFlag.named("digest-file")?.advice)
        return
      }
    }
    spec.digestFiles.digest = digest?.value
    spec.digestFiles.names = names?.value
    spec.digestFiles.namesWithTags = tags?.value
    guard names != nil || tags != nil else { return }
    var isCertain = true
    for destination in spec.destinations {
      var reference = ImageReference(fragment: destination, environment: environment)
      if let suffix = environment.settings.destinationSuffix, tags != nil,
        let twin = reference.settingTagApart(by: suffix)
      {
        reference = ImageReference(fragment: twin, environment: environment)
      }
      let printed = reference.printedName(withTag: tags != nil)
      spec.digestFiles.lines.append(printed.name)
      isCertain = isCertain && printed.isCertain
    }
    guard !isCertain, let index = tags?.index ?? names?.index else { return }
    lower(
      index, to: .review, "the lines hold the destination as it is given",
      advice: "kaniko writes images of docker hub with index.docker.io in front and adds :latest where no tag is given")
  }
}

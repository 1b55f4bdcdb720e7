internal import ShellSyntax

extension SpecBuilder {
  /// Reads the Dockerfiles that the call may build, where they are in the checkout.
  ///
  /// A job may change a Dockerfile before it builds; what is read here is what the repository says.
  mutating func readDockerfiles() {
    guard case .directory(let context) = spec.context else { return }
    let path = value(of: "dockerfile")?.value ?? ShellFragment(literal: "Dockerfile")
    let contexts = environment.shapes(of: context).map { PathShape($0, in: environment) }
    for shape in environment.shapes(of: path).map({ PathShape($0, in: environment) }) {
      for candidate in candidates(shape, contexts: contexts) {
        guard let candidate, let bytes = environment.readFile(candidate) else {
          hasAllDockerfiles = false
          continue
        }
        let dockerfile = Dockerfile(bytes, path: candidate)
        if environment.mayChange(candidate) { areDockerfilesFinal = false }
        if !dockerfiles.contains(dockerfile) { dockerfiles.append(dockerfile) }
      }
    }
    hasAllDockerfiles = hasAllDockerfiles && !dockerfiles.isEmpty
  }

  /// Where Kaniko looks for a Dockerfile, relative to the project's directory; nil for a place that is not known.
  private func candidates(_ shape: PathShape, contexts: [PathShape]) -> [String?] {
    let direct = shape.location(in: environment)
    guard shape.anchor == .relative, let rest = shape.rest else { return [direct] }
    let inContexts = contexts.map { context in
      context.location(in: environment).flatMap { PathShape.normalized($0 + "/" + rest) }
    }
    switch direct.flatMap({ environment.checkout($0) }) {
    case true?: return [direct]
    case false?: return inContexts
    // The working folder comes first, and what is there is not known.
    case nil: return [direct] + inContexts
    }
  }

  /// The images that the Dockerfiles take from registries.
  var baseImages: [ShellFragment] {
    var result: [ShellFragment] = []
    for dockerfile in dockerfiles {
      let images = BaseImages(of: dockerfile, arguments: spec.buildArguments.map(\.assignment))
      for image in images.references where !result.contains(image) { result.append(image) }
    }
    return result
  }

  /// The hosts that base images come from, or nil where one of them is not known.
  var baseImageHosts: [ShellFragment]? {
    guard hasAllDockerfiles else { return nil }
    var result: [ShellFragment] = []
    for dockerfile in dockerfiles {
      let images = BaseImages(of: dockerfile, arguments: spec.buildArguments.map(\.assignment))
      guard images.isComplete else { return nil }
      for image in images.references {
        guard let host = ImageReference(fragment: image, environment: environment).host else { return nil }
        if !result.contains(where: { $0.comparable == host.comparable }) { result.append(host) }
      }
    }
    return result
  }
}

internal import ShellSyntax

extension SpecBuilder {
  /// Finds the Dockerfile as Kaniko does: an address, else a path from the working directory, else a path from the
  /// context (`cmd/executor/cmd/root.go` `resolveDockerfilePath`), whether or not the flag is given.
  mutating func translateDockerfile() {
    let given = uses(of: "dockerfile").last
    let path = given?.use.value ?? ShellFragment(literal: "Dockerfile")
    if path.isEmpty, let given {
      return lower(given.index, to: .manual, "the path of the Dockerfile is empty", advice: "name the Dockerfile")
    }
    if case .literal(let text, _)? = path.pieces.first, text.hasPrefix("http://") || text.hasPrefix("https://") {
      spec.dockerfile = .download(path)
      if let given {
        lower(given.index, to: .review, "the Dockerfile is downloaded with wget before the build")
      }
      return
    }
    if path.staticValue == "/dev/stdin" {
      if case .standardInput = spec.context, let given {
        return lower(given.index, to: .manual, "context and Dockerfile cannot both come from standard input")
      }
      spec.dockerfile = .standardInput
      return
    }
    switch spec.context {
    case .remote(_, let subdirectory): translateDockerfileBesideRemote(path, subdirectory, given?.index)
    case .directory(let context): spec.dockerfile = locate(path, context: context)
    case .archive(_, let subdirectory), .standardInput(let subdirectory):
      let directory = ShellFragment([.expansion(source: "$context_dir", name: "context_dir", .double)])
      spec.dockerfile = locate(path, context: directory.appending(path: subdirectory))
    }
  }

  /// A Dockerfile of the job beside a context that BuildKit fetches, or one in that context.
  private mutating func translateDockerfileBesideRemote(
    _ path: ShellFragment, _ subdirectory: ShellFragment?, _ index: Int?
  ) {
    let shape = PathShape(path, in: environment)
    let exists = shape.location(in: environment).flatMap { environment.checkout($0) }
    if shape.isAbsolute || exists == true {
      let (directory, name) = DockerfilePath(path, in: environment).split
      spec.dockerfile = .directory(directory, name: name)
    } else if exists == false && path.staticValue != nil {
      let inContext = subdirectory.map { $0.appending(path: path) } ?? path
      spec.dockerfile = .inRemoteContext(name: inContext.staticValue == "Dockerfile" ? nil : inContext)
    } else {
      let reason = "it shows only when the job runs whether the Dockerfile is the project's or the context's"
      let advice = "name the project's Dockerfile as $CI_PROJECT_DIR/PATH"
      if let index {
        lower(index, to: .manual, reason, advice: advice)
      } else {
        imply("dockerfile", .manual, reason, advice: advice)
      }
    }
  }

  /// Where a Dockerfile is when the context is a directory of the job.
  private func locate(_ path: ShellFragment, context: ShellFragment) -> DockerfileLocation {
    let dockerfile = DockerfilePath(path, in: environment)
    let contextShapes = environment.shapes(of: context).map { PathShape($0, in: environment) }
    switch dockerfile.base(context: context, contextShapes: contextShapes) {
    case .workingDirectory:
      let (directory, name) = dockerfile.split
      let isContext = dockerfile.isDirectory(directory, sameAs: context, contextShapes: contextShapes)
      return .directory(isContext ? context : directory, name: name)
    case .context:
      let (directory, name) = dockerfile.split
      let isContextItself = directory.staticValue == "."
      return .directory(isContextItself ? context : context.appending(path: directory), name: name)
    case .lookup:
      return .directory(dockerfile.lookup(context: context), name: dockerfile.split.name)
    }
  }
}

import TestSupport

/// A small repository whose pipeline builds images with Kaniko, in files of every style.
public struct GeneratedRepository: Sendable {
  /// A file by its path.
  public struct File: Sendable {
    /// The path, relative to the repository.
    public let path: String
    /// The contents.
    public let text: String
  }

  /// The pipeline first, then the files that it includes, then the rest of the checkout.
  public let files: [File]

  /// Creates the repository that a seed stands for.
  public init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    self.init(&random)
  }

  /// Creates the repository that bytes choose, one byte for most choices.
  public init(steeredBy bytes: [UInt8]) {
    var random = SeededGenerator(steeredBy: bytes)
    self.init(&random)
  }

  private init(_ random: inout SeededGenerator) {
    var generator = RepositoryGenerator(random: random)
    let (pipelines, checkout) = generator.make()
    random = generator.random
    var files: [File] = []
    for (path, pairs) in pipelines { files.append(File(path: path, text: StyledWriter.text(of: pairs, &random))) }
    files += checkout.sorted { $0.key < $1.key }.map { File(path: $0.key, text: $0.value) }
    self.files = files
  }
}

public import ShellSyntax

/// What a call of an image builder is asked to do, free of any builder's notation.
///
/// Values are shell fragments: they keep the original's expansions and quoting.
public struct BuildSpec: Sendable, Hashable {
  /// Where the files come from.
  public var context: BuildContext
  /// Where the Dockerfile is.
  public var dockerfile: DockerfileLocation
  /// The names of the image, each with its tag, in order.
  public var destinations: [ShellFragment] = []
  /// Whether the image is pushed.
  public var push = Switch.on
  /// The build arguments in order.
  public var buildArguments: [BuildArgument] = []
  /// The labels in order, each `KEY=VALUE`.
  public var labels: [ShellFragment] = []
  /// The stage to build, or nil for the last.
  public var target: ShellFragment?
  /// The platform to build for, or nil for the machine's own.
  public var platform: ShellFragment?
  /// The secrets, each in BuildKit's notation: `id=ID,src=FILE`.
  public var secrets: [ShellFragment] = []
  /// The layer cache, or nil for none.
  public var cache: BuildCache?
  /// The file for a `docker load` archive.
  public var tarArchive: ShellFragment?
  /// The directory for an OCI layout.
  public var ociLayout: ShellFragment?
  /// The files that receive the digest.
  public var digestFiles = DigestFiles()
  /// How the image is written.
  public var image = ImageAttributes()
  /// What the daemon has to know about registries, in order of first mention: the content of `buildkitd.toml`.
  public var registries: [RegistryConfiguration] = []
  /// How `buildctl` itself reaches registries when it fetches tokens, in order of first mention.
  public var tokenTransports: [TokenTransport] = []
  /// Whether BuildKit prints what helps to find errors.
  public var debug = false

  /// Creates a specification with only what every build needs.
  public init(context: BuildContext, dockerfile: DockerfileLocation) {
    self.context = context
    self.dockerfile = dockerfile
  }
}

/// Where the files of a build come from.
public enum BuildContext: Sendable, Hashable {
  /// A directory of the job.
  case directory(ShellFragment)
  /// A git repository or an archive that BuildKit fetches itself; the subdirectory is only for archives, those of git
  /// repositories are part of the URL.
  case remote(url: ShellFragment, subdirectory: ShellFragment?)
  /// A compressed tar file of the job, and the directory in it that is the context.
  case archive(ShellFragment, subdirectory: ShellFragment?)
  /// A compressed tar file on standard input, and the directory in it that is the context.
  case standardInput(subdirectory: ShellFragment?)
}

/// Where the Dockerfile of a build is.
public enum DockerfileLocation: Sendable, Hashable {
  /// In a directory of the job; the name is nil for `Dockerfile`.
  case directory(ShellFragment, name: ShellFragment?)
  /// In a context that BuildKit fetches itself; the name is nil for `Dockerfile`.
  case inRemoteContext(name: ShellFragment?)
  /// At an address from which it is downloaded first.
  case download(ShellFragment)
  /// On standard input.
  case standardInput
}

/// A choice that may be made only when the job runs.
public enum Switch: Sendable, Hashable {
  /// Yes.
  case on
  /// No.
  case off
  /// Yes when the value is true in one of Go's spellings.
  case when(ShellFragment)
  /// Yes when the value is false in one of Go's spellings.
  case unless(ShellFragment)
}

/// One build argument.
public struct BuildArgument: Sendable, Hashable {
  /// `NAME=VALUE` as one word.
  public let assignment: ShellFragment

  /// Creates a build argument from the word that holds name and value.
  public init(assignment: ShellFragment) {
    self.assignment = assignment
  }
}

/// The layer cache of a build.
public struct BuildCache: Sendable, Hashable {
  /// The places a cache can be in.
  public enum Store: Sendable, Hashable {
    /// A reference in a registry, tag included.
    case registry(ShellFragment)
    /// A directory of the job in the OCI layout.
    case directory(ShellFragment)
  }

  /// Where it is.
  public var store: Store
  /// How much an export holds.
  public var mode: CacheSettings.Mode
  /// Whether the cache is used at all.
  public var isUsed: Switch
  /// Whether it is written, besides being read.
  public var isWritten: Switch

  /// Creates a cache.
  public init(store: Store, mode: CacheSettings.Mode, isUsed: Switch = .on, isWritten: Switch = .on) {
    self.store = store
    self.mode = mode
    self.isUsed = isUsed
    self.isWritten = isWritten
  }
}

/// The files that receive the digest of the image.
public struct DigestFiles: Sendable, Hashable {
  /// The file for the digest alone, without a line ending.
  public var digest: ShellFragment?
  /// The file for one line `NAME@DIGEST` for each destination.
  public var names: ShellFragment?
  /// The file for one line `NAME:TAG@DIGEST` for each destination.
  public var namesWithTags: ShellFragment?
  /// The lines' names in the form the files want, one for each destination; with tags where ``namesWithTags`` is
  /// given, because Kaniko then writes the same lines into both files (`pkg/executor/push.go`).
  public var lines: [ShellFragment] = []

  /// Creates a set of no files.
  public init() {}

  /// Whether no file is wanted.
  public var isEmpty: Bool { digest == nil && names == nil && namesWithTags == nil }
}

/// How an image is written.
public struct ImageAttributes: Sendable, Hashable {
  /// The compression of new layers, or nil for gzip.
  public var compression: ShellFragment?
  /// The compression level, or nil for the default.
  public var compressionLevel: ShellFragment?
  /// Whether OCI media types are used, or nil for BuildKit's default.
  public var usesOCIMediaTypes: Bool?
  /// Whether the times of files and layers are set to the epoch.
  public var isReproducible = false
  /// Whether push and cache may use plain HTTP and unverified certificates.
  public var isInsecure = false
  /// Annotations in order: key and value in one word, `KEY=VALUE`.
  public var annotations: [ShellFragment] = []

  /// Creates the default attributes.
  public init() {}
}

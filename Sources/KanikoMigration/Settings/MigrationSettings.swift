internal import SourceText

/// What a site or a repository decides about the migration; the defaults suit a repository without settings.
///
/// The values come from `.kaniko2buildkit.yml` and from command-line flags, a flag before the file.
public struct MigrationSettings: Sendable, Hashable {
  /// The BuildKit image where the settings name none.
  public static let defaultImage = "moby/buildkit:rootless"

  /// The BuildKit image the settings name (`image`), or nil where they name none.
  ///
  /// A job that used a mirrored or wrapped Kaniko image needs to know the difference: a runner behind a mirror may not
  /// reach the default image.
  public var namedImage: String?
  /// How the Amazon ECR credential helper is downloaded (`ecr-helper`).
  public var ecrHelper = ECRHelperSettings()
  /// Where the build cache is kept (`cache`).
  public var cache = CacheSettings()
  /// Images that count as Kaniko images besides the known ones (`kaniko-images`).
  public var kanikoImagePatterns: [NamePattern] = []
  /// Commands that count as the Kaniko executor besides the known ones (`executors`): names or absolute paths.
  public var executors: [String] = []
  /// Where a project named in `include: project` is checked out (`include-map`): project path to directory.
  public var includeMap: [String: String] = [:]
  /// The values of variables that YAML does not set (`variables`), such as those of project settings.
  public var variables: [String: String] = [:]
  /// Jobs whose Kaniko use stays and is not reported (`ignore: jobs`).
  public var ignoredJobs: [NamePattern] = []
  /// Files whose Kaniko use stays and is not reported (`ignore: files`): paths relative to the repository.
  public var ignoredFiles: [NamePattern] = []
  /// When a script gets the guard against unreadable files in the build context (`context-guard`).
  public var contextGuard = ContextGuard.auto
  /// What the tags of twins end with (`shadow: suffix`); see ``isShadowSuffix(_:)``.
  public var shadowSuffix = "-buildkit"
  /// Whether twins get jobs that compare both images.
  public var comparesImages = false
  /// The image in which images are compared (`shadow: compare-image`): it has crane and what busybox has.
  public var comparisonImage = "gcr.io/go-containerregistry/crane:debug"
  /// What is put behind the tags of destinations; nil outside twins.
  var destinationSuffix: String?
  /// The path of the pipeline's entry file relative to the repository (`ci-config`), or nil for `.gitlab-ci.yml`.
  public var ciConfigPath: String?

  /// Creates the default settings.
  public init() {}

  /// Whether a text can stand behind any tag: it goes on with characters that tags may have, and begins with one that
  /// ends the name of a variable.
  public static func isShadowSuffix(_ text: String) -> Bool {
    let isLetter: (UInt8) -> Bool = { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    guard let first = text.utf8.first, first.isOne(of: "-."), (2...64).contains(text.utf8.count) else {
      return false
    }
    return text.utf8.allSatisfy { isLetter($0) || $0.isOne(of: "-._") }
  }

  /// The BuildKit image that migrated jobs use.
  public var image: String { namedImage ?? Self.defaultImage }
}

/// Where the build cache is kept and how much of it.
public struct CacheSettings: Sendable, Hashable {
  /// How much a cache export holds; BuildKit's `mode` attribute.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// The layers of the resulting image only.
    case min
    /// The layers of every stage.
    case max
  }

  /// The tag of the cache in the repository that holds it (`cache: tag`).
  public var tag = "buildcache"
  /// How much a cache export holds (`cache: mode`).
  public var mode = Mode.max
  /// The whole reference of the cache (`cache: ref`), which replaces what the job's own flags say; nil to follow them.
  public var reference: String?

  /// Creates the default settings.
  public init() {}
}

/// When a script gets the guard against unreadable files in the build context.
///
/// BuildKit runs as an unprivileged user and sends a file it cannot read as an empty file, without an error
/// (tonistiigi/fsutil, `send.go`).
public enum ContextGuard: String, Sendable, Hashable, CaseIterable {
  /// Where the pipeline shows the risk.
  case auto
  /// In every migrated job.
  case always
  /// In no job.
  case never
}

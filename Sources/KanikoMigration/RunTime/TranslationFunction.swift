/// A shell function that takes the arguments of Kaniko's executor and builds the same image with buildctl.
///
/// It serves calls whose arguments only the running job knows: it reads them as Kaniko does, translates each flag as
/// ``BuildSpec`` does, and ends with status 1 and a message where ``KanikoFlag/all`` leaves a flag to a person. The text
/// is POSIX shell for busybox and dash. No word of an argument is evaluated or split, so every value stays as it is. The
/// body is a subshell, so that nothing leaves it but files the flags name, and `exit` ends the function alone.
public struct TranslationFunction: Sendable, Hashable {
  /// The name of the function where the script has no other use for it.
  public static let defaultName = "build_image"

  /// The name of the function.
  public let name: String
  /// Where the cache is kept.
  public let cache: CacheSettings
  /// What is put behind the tag of every destination; nil outside twins.
  public let destinationSuffix: String?

  /// Creates a function.
  ///
  /// - Parameters:
  ///   - name: Its name, a shell name.
  ///   - cache: Where the cache is kept and how much of it.
  ///   - destinationSuffix: What is put behind the tag of every destination; see
  ///     ``MigrationSettings/isShadowSuffix(_:)``.
  public init(
    name: String = Self.defaultName, cache: CacheSettings = CacheSettings(), destinationSuffix: String? = nil
  ) {
    self.name = name
    self.cache = cache
    self.destinationSuffix = destinationSuffix
  }

  /// The definition as shell text, without a line ending at its end.
  public var source: String {
    let parts = [helpers, preparation, reading, input, cacheFlags, outputs, registries, build]
    let body = parts.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    return """
      \(Self.firstLine)
      \(name)() (
      \(body.map { "  \($0)" }.joined(separator: "\n"))
      )
      """
  }

  private static let firstLine =
    "# Builds an image with buildctl from arguments of Kaniko's executor, where only the running job knows them."

  /// Shell text behind the name of a destination that gives it a tag of its own; a name without a tag means `latest`.
  static func tagApart(by suffix: String) -> String {
    "$(case ${_value##*/} in (*:*) ;; (*) echo :latest ;; esac)\(suffix)"
  }

  /// The definition of such a function in shell text, with the name of the function; nil where there is none.
  static func definition(in text: String) -> (range: Range<String.Index>, name: String)? {
    guard let start = text.firstRange(of: firstLine), let end = text[start.upperBound...].firstRange(of: "\n)") else {
      return nil
    }
    let name = text[start.upperBound...].dropFirst().prefix { $0 != "(" }
    return (start.lowerBound..<end.upperBound, String(name))
  }

  // MARK: - Before the arguments

  private var helpers: String {
    #"""
    unset IFS && set -f
    fail() { echo "\#(name): $*" >&2 && exit 1; }
    is_on() {
      case $1 in
        1 | t | T | TRUE | true | True) ;;
        '' | 0 | f | F | FALSE | false | False) return 1 ;;
        *) fail "'$1' is neither true nor false" ;;
      esac
    }
    # Quotes a field of comma-separated values.
    field() { printf '"%s"' "$(printf '%s' "$1" | sed 's/"/""/g')"; }
    # Adds to buildkitd.toml: a host, then a key with its value.
    registry() { printf 'registry."%s".%s\n' "$@" >>"$_tmp/registries"; }
    # Writes the full names of images, one a line.
    full_names() {
      printf '%s\n' "$@" | tr , '\n' | sed '
        /^$/d
        \|^localhost/|b
        \|^[^/]*[.:][^/]*/|!s|^|docker.io/|
        s|^index\.docker\.io/|docker.io/|
        s|^docker\.io/\([^/]*\)$|docker.io/library/\1|'
    }
    save() { mkdir -p "$(dirname "$1")" && cat >"$1"; }
    """#
  }

  private var preparation: String {
    """
    # Names start with `_` so that no variable of the job changes.
    \(initialValues)
    _tmp=$(mktemp -d) && : >"$_tmp/registries" || exit
    trap 'rm -rf "$_tmp"' EXIT
    """
  }

  /// One assignment for each variable, so that the function also runs under `set -u`.
  private var initialValues: String {
    let stored = KanikoFlag.all.filter { Self.isStored($0) && !$0.isDeprecated }.map { flag in
      let isEmpty = flag.mapping != .dockerfile && flag.mapping != .cacheRunLayers
      return "\(Self.variable(of: flag))=\(isEmpty ? "''" : flag.defaultValue)"
    }
    let own = [
      "branch", "inside", "remote", "submodules", "old_platform", "names", "attributes", "maps", "mirrors", "flag",
    ]
    return Self.wrapped(stored + own.map { "_\($0)=''" }, separator: " ", lineEnding: "")
  }

  // MARK: - Pieces

  /// The variable that holds the value of a flag.
  static func variable(of flag: KanikoFlag) -> String {
    switch flag.mapping {
    case .nameFile: return "_name_file"
    case .nameTagFile: return "_tagged_name_file"
    default: break
    }
    return "_" + flag.canonicalName.map { $0 == "-" ? "_" : String($0) }.joined()
  }

  /// The spellings of flags as one pattern of `case`.
  static func pattern(_ flags: [KanikoFlag], indentation: String) -> String {
    let spellings = flags.flatMap { flag in [flag.spelling] + (flag.short.map { ["-\($0)"] } ?? []) }
    return wrapped(spellings, separator: " | ", lineEnding: "| \\", indentation: indentation)
  }

  /// Words in lines of about 110 columns.
  private static func wrapped(
    _ words: [String], separator: String, lineEnding: String, indentation: String = ""
  ) -> String {
    var lines = [words.first ?? ""]
    for word in words.dropFirst() {
      if indentation.count + lines[lines.count - 1].count + separator.count + word.count > 108 {
        if !lineEnding.isEmpty { lines[lines.count - 1] += " " + lineEnding }
        lines.append(indentation + word)
      } else {
        lines[lines.count - 1] += separator + word
      }
    }
    return lines.joined(separator: "\n")
  }
}

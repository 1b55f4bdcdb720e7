import Foundation
import Testing

@testable import GeneratedPipelines

/// A mistake that a migration could make, put into a migrated pipeline on purpose.
struct Mutation: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether it shows only where builds fail.
  var needsFailure = false
  /// The pipeline with the mistake, or nil where there is no place for it.
  let apply: @Sendable (String) -> String?

  var testDescription: String { name }

  static let all: [Mutation] = [
    removing("a build argument is lost", #" (\\\n *)?--opt "?build-arg:[A-Za-z0-9_]+=[^\s"'\\]*"?(?=[ \n])"#),
    replacing("a build argument has another value", #"(--opt "?build-arg:[A-Za-z0-9_]+=)"#, "$1x"),
    replacing("a build argument has another name", #"(--opt "?build-arg:)([A-Za-z])"#, "$1Z$2"),
    removing("a label is lost", #"--opt "?label:[a-z0-9.]+=[a-z0-9]*"?(?=[ \n])"#),
    removing("a destination is lost", #"(?<=name=[^ ,"]{1,90}),[^ ,"]+(?=")"#),
    replacing("the tag is another", #"(name=[^ ,"]+/[^ ,":]+:)([^ ,"]+,push=true)"#, "$1x$2"),
    removing("nothing is pushed", ",push=true"),
    replacing("an image is pushed that was not to be", ",push=false", ",push=true"),
    replacing(
      "the folder of the Dockerfile is wrong", #"(--local "?dockerfile=)\$CI_PROJECT_DIR/"#,
      "$1$$CI_PROJECT_DIR/../project/wrong/"),
    removing("the name of the Dockerfile is lost", #" \\?\n? *--opt "?filename=[^\s\\]+"#),
    replacing("the context is another folder", #"(--local "?context=)[^\s"\\]*"#, "$1/tmp"),
    removing("the target is lost", #"--opt "?target=[^\s"\\]+"?"#),
    removing("the platform is lost", #"--opt "?platform=[^\s"\\]+"?"#),
    removing("the cache is not read", #"--import-cache "?type=[^\s"\\]+"?"#),
    removing("the cache is not written", #"--export-cache "?type=[^\s"\\]+"?"#),
    removing("a failed cache export ends the build", ",ignore-error=true"),
    removing("the cache holds only the last stage", ",mode=max"),
    replacing(
      "the quotes around a value are lost", #"--opt "(build-arg:[A-Za-z0-9_]+=[^"$`\\]* [^"$`\\]*)""#, "--opt $1"),
    replacing("a variable is not expanded", #"\$\{?CI_COMMIT_SHORT_SHA\}?"#, "CI_COMMIT_SHORT_SHA"),
    replacing("a failed build goes unnoticed", #"(?<=\n)( +)(--output \S+,push=true)\n(?! *done)"#, "$1$2 || true\n")
      .needingFailure,
    replacing("the status is another", #" \|\| exit 3"#, " || exit 4").needingFailure,
    replacing("the status is lost", #" \|\| (false|exit 3)"#, " || true").needingFailure,
    removing("what follows a failure is lost", #" \|\| echo "not built""#).needingFailure,
    replacing(
      "the credentials stay where Kaniko had them", #"> "?(~|\$HOME)/\.docker/config\.json"?"#, "> /tmp/config.json"),
    removing("the folder of the credentials is not made", #"mkdir -p ~/\.docker"#, leaving: "true"),
    replacing(
      "the checksum of the helper is another version's", "ae5f2c0f1a2283f687e24a529f41d58f",
      "90fd5506d242a26b0e116b0a1ee7e67a"),
    removing("the daemon misses its flag", "--oci-worker-no-process-sandbox", leaving: "''"),
    replacing("the digest is not written", #"> "?digest"#, "> other"),
    replacing("the executor is called still", #"buildctl-daemonless\.sh build"#, "/kaniko/executor"),
    replacing("a flag is misspelt", "--frontend ", "--front-end "),
    replacing(
      "the registry is trusted without a reason", #"(push=true)(?![\s\S]*insecure)"#, "$1,registry.insecure=true"),
    removing("the archive is lost", #"--output "?type=docker,[^\s\\]+"?"#),
    replacing("the loop builds the same twice", #"for service in api web"#, "for service in api api"),
    replacing(
      "the job works in another folder", #"cd "?(\$CI_PROJECT_DIR/)?app(?="?[\s\S]*--local context=\.)"#, "cd /tmp"),
  ]

  private static func replacing(_ name: String, _ pattern: String, _ replacement: String) -> Mutation {
    Mutation(name: name) { text in
      guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
      let whole = NSRange(text.startIndex..., in: text)
      guard let match = expression.firstMatch(in: text, range: whole) else { return nil }
      let new = expression.replacementString(for: match, in: text, offset: 0, template: replacement)
      guard let range = Range(match.range, in: text) else { return nil }
      return text.replacingCharacters(in: range, with: new)
    }
  }

  private var needingFailure: Mutation { Mutation(name: name, needsFailure: true, apply: apply) }

  private static func removing(_ name: String, _ pattern: String, leaving rest: String = "") -> Mutation {
    replacing(name, pattern, NSRegularExpression.escapedTemplate(for: rest))
  }
}

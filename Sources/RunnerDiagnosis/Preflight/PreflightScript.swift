/// The script of the jobs that try a runner: POSIX shell for the rootless image, generated from the symptoms.
enum PreflightScript {
  static let text = ([build] + symptoms.map(check) + [end]).joined(separator: "\n")

  /// What a build without registries can show, as far as one line shows it.
  private static let symptoms = SymptomCatalog.daemon.filter { $0.together.isEmpty && $0.without.isEmpty }

  /// The shell of the image is all that the build needs: so neither the network nor a registry plays a part.
  private static let build = #"""
    log=$(mktemp)
    context=$(mktemp -d)
    cp /bin/busybox /lib/ld-musl-*.so.1 "$context"
    printf 'FROM scratch\nCOPY busybox /bin/sh\nCOPY ld-musl-* /lib/\nRUN echo a step runs\n' > "$context/Dockerfile"
    if buildctl-daemonless.sh build --frontend dockerfile.v0 --local context="$context" --local dockerfile="$context" > "$log" 2>&1; then
      echo "rootless BuildKit works on this runner"
      exit
    fi
    cat "$log"
    echo
    """#

  private static let end = """
    echo 'kaniko2buildkit explain-log says more about a log, and K401 to K406 about runners.'
    exit 1

    """

  private static func check(_ symptom: Symptom) -> String {
    let patterns = symptom.patterns.map { "-e \(quoted($0.basicRegularExpression))" }.joined(separator: " ")
    let lines =
      ["\(symptom.weight == .cause ? "cause" : "consequence"): \(symptom.title)"] + symptom.advice.map { "fix: \($0)" }
      + symptom.settings.split(separator: "\n").map { "  \($0)" }
    return """
      if grep -q \(patterns) "$log"; then
        printf '%s\\n' \(lines.map(quoted).joined(separator: " \\\n    "))
      fi
      """
  }

  /// The text as one word of a POSIX shell; the marks of code would look like substitutions to a reader.
  private static func quoted(_ text: String) -> String {
    let text = text.filter { $0 != "`" }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

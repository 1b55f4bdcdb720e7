/// The shell text that compares two images, with crane (google/go-containerregistry, cmd/crane) and busybox.
enum ComparisonScript {
  /// The commands that end with 0 when two images have the same configuration and the same files, and print the
  /// differences otherwise.
  ///
  /// - Parameters:
  ///   - kaniko: the name of the first image as a word of shell text.
  ///   - buildkit: the name of the second image.
  static func text(kaniko: String, buildkit: String) -> String {
    #"""
    folder=$(mktemp -d)
    for side in kaniko buildkit; do
      case $side in kaniko) image=\#(kaniko) ;; *) image=\#(buildkit) ;; esac
      mkdir "$folder/$side"
      crane config "$image" > "$folder/config.json"
      crane export "$image" "$folder/image.tar"
      tar -xf "$folder/image.tar" -C "$folder/$side"
      awk '{
        text = substr($0, index($0, "\"config\":{") + 10)
        depth = inside = 0
        line = ""
        for (i = 1; i <= length(text) + 1; i++) {
          c = substr(text, i, 1)
          if (inside && c == "\\") { line = line c; i++; c = substr(text, i, 1) }
          else if (c == "\"") inside = !inside
          else if (!inside && (c == "{" || c == "[")) depth++
          else if (!inside && (c == "}" || c == "]")) depth--
          if (depth < 0 || depth == 0 && !inside && c == ",") {
            if (line ~ /^"(Cmd|Entrypoint|Env|ExposedPorts|Healthcheck|Labels|OnBuild|Shell|StopSignal|User|Volumes|WorkingDir)":/ && line !~ /:(null|""|\[\]|[{][}])$/) print line
            if (depth < 0) break
            line = ""
          } else line = line c
        }
      }' "$folder/config.json" | sort > "$folder/$side.txt"
      (
        cd "$folder/$side" || exit
        find . -type f -exec sha256sum {} + | sort -k 2
        find . -exec stat -c '%A %u:%g %N' {} + | sort
      ) >> "$folder/$side.txt"
    done
    diff "$folder/kaniko.txt" "$folder/buildkit.txt"

    """#
  }
}

import Foundation
import JobBehaviour

/// What in a job still runs Kaniko, by an eye that knows nothing of the product: words in lines.
enum ExecutorTrace {
  /// The traces in a job, each as the text that holds it; empty when nothing is left.
  static func all(in job: ResolvedJob) -> [String] {
    var traces: [String] = []
    if let image = job.image?.name, isKaniko(image, in: job) { traces.append("image: \(image)") }
    let runsInKaniko = !traces.isEmpty
    for line in (job.commands + job.afterScript).flatMap(executableLines)
    where line.contains("/kaniko/") || (runsInKaniko && names(line, "executor")) {
      traces.append(line)
    }
    for variable in job.variables where ["/kaniko", "/busybox"].contains(where: variable.value.hasPrefix) {
      if isRead(variable.name, in: job) { traces.append("\(variable.name): \(variable.value)") }
    }
    return traces
  }

  /// The traces that say that the job itself is one of Kaniko's, and does not only share lines with such a job.
  static func uses(in job: ResolvedJob) -> [String] {
    all(in: job).filter { trace in ["image: ", "executor", "warmer"].contains { trace.contains($0) } }
  }

  /// Whether a variable of this name is read: by the script, or by the programs that it runs.
  private static func isRead(_ name: String, in job: ResolvedJob) -> Bool {
    ["DOCKER_CONFIG", "PATH", "SSL_CERT_DIR", "SSL_CERT_FILE"].contains(name)
      || job.commands.contains { $0.contains("$\(name)") || $0.contains("${\(name)") }
  }

  /// Whether the image is one that carries the executor, with variables of the job in its name filled in.
  private static func isKaniko(_ image: String, in job: ResolvedJob) -> Bool {
    let name = job.variables.reduce(image) { text, variable in
      text.replacingOccurrences(of: "${\(variable.name)}", with: variable.value)
        .replacingOccurrences(of: "$\(variable.name)", with: variable.value)
    }
    let repository = name.lowercased().split(separator: "@")[0]
    return ["kaniko", "kaniko/executor"].contains { word in
      repository.range(of: "(^|[/_-])\(word)([:/_-]|$)", options: .regularExpression) != nil
    }
  }

  /// The lines of a command that the shell runs: no comments, and no texts that are only printed.
  private static func executableLines(_ command: String) -> [String] {
    command.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { line in
      let isPrinted = line.hasPrefix("echo ") && !line.contains(where: { ">|;&".contains($0) })
      return !line.hasPrefix("#") && !isPrinted
    }
  }

  private static func names(_ line: String, _ word: String) -> Bool {
    line.range(of: "(^|[;&|(]\\s*)\(word)(\\s|$)", options: .regularExpression) != nil
  }
}

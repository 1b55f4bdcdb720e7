import Foundation
import TestSupport
import Testing

/// A repository that somebody made to do harm, or that a broken disk or program left behind.
struct HostileInput: Sendable, CustomTestStringConvertible {
  let name: String
  /// The exit status of `migrate` and of `check`.
  let migrate: Int32
  let check: Int32
  /// What the message says, where a message is asked for.
  var says: String?
  /// Makes the repository in an empty folder; beside that folder lies `outside.yml`, which nothing may read.
  let make: @Sendable (URL) throws -> Void

  var testDescription: String { name }

  /// A job that is safe to migrate, under a name written as YAML.
  static func job(_ name: String = "build", destination: String = "$CI_REGISTRY_IMAGE:1", extra: String = "") -> String
  {
    Project.safePipeline.replacing("build:", with: "\(name):")
      .replacing("$CI_REGISTRY_IMAGE:latest", with: destination + extra)
  }

  /// A repository of texts.
  static func files(
    _ name: String, _ migrate: Int32, _ check: Int32, says: String? = nil, _ files: [String: String]
  ) -> HostileInput {
    bytes(name, migrate, check, says: says, files.mapValues { Data($0.utf8) })
  }

  /// A repository whose pipeline is one text.
  static func pipeline(
    _ name: String, _ migrate: Int32, _ check: Int32, says: String? = nil, _ text: String
  ) -> HostileInput {
    files(name, migrate, check, says: says, [".gitlab-ci.yml": text])
  }

  /// A repository of files.
  static func bytes(
    _ name: String, _ migrate: Int32, _ check: Int32, says: String? = nil, _ files: [String: Data]
  ) -> HostileInput {
    HostileInput(name: name, migrate: migrate, check: check, says: says) { folder in
      try FileTree(files: files).write(to: folder)
      try Data("FROM alpine:3.20\n".utf8).write(to: folder.appending(path: "Dockerfile"))
    }
  }

  /// A repository that shell commands make, in which `pipeline.yml` is a safe pipeline.
  static func shell(
    _ name: String, _ migrate: Int32, _ check: Int32, says: String? = nil, _ commands: String
  ) -> HostileInput {
    HostileInput(name: name, migrate: migrate, check: check, says: says) { folder in
      try FileTree(files: ["pipeline.yml": Data(job().utf8), "Dockerfile": Data("FROM alpine:3.20\n".utf8)])
        .write(to: folder)
      let run = try Command.run("/bin/sh", ["-ec", commands], in: folder.path)
      guard run.status == 0 else { throw MissingProgram(name: "sh", advice: run.errorText) }
    }
  }
}

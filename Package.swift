// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "kaniko2buildkit",
  platforms: [.macOS(.v13)],
  products: [
    .executable(name: "kaniko2buildkit", targets: ["kaniko2buildkit"]),
    // For the package of benchmarks.
    .library(name: "YAMLSyntax", targets: ["SourceText", "YAMLSyntax"]),
    // For the package of fuzz targets.
    .library(name: "Invariants", targets: ["GeneratedPipelines", "Invariants"]),
  ],
  dependencies: [
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
    ),
    .target(name: "SourceText"),
    .target(name: "Diagnostics", dependencies: ["SourceText"]),
    .target(name: "YAMLSyntax", dependencies: ["CLibYAML", "Diagnostics", "SourceText"]),
    .target(name: "ShellSyntax", dependencies: ["Diagnostics", "SourceText"]),
    .target(
      name: "GitLabCI",
      dependencies: ["Diagnostics", "ShellSyntax", "SourceText", "YAMLSyntax"]
    ),
    .target(
      name: "KanikoMigration",
      dependencies: ["Diagnostics", "GitLabCI", "ShellSyntax", "SourceText", "YAMLSyntax"]
    ),
    .target(name: "Reporting", dependencies: ["Diagnostics", "SourceText"]),
    .target(
      name: "RunnerDiagnosis",
      dependencies: [
        "Diagnostics", "KanikoMigration", "SourceText", "YAMLSyntax", .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    .target(
      name: "Workspace",
      dependencies: ["Diagnostics", "GitLabCI", "KanikoMigration", "SourceText", "YAMLSyntax"]
    ),
    .target(name: "GitLabAPI", dependencies: ["Reporting", "Workspace"]),
    .target(
      name: "Fleet",
      dependencies: [
        "Diagnostics", "GitLabAPI", "GitLabCI", "KanikoMigration", "Reporting", "ShellSyntax", "SourceText",
        "Workspace",
        "YAMLSyntax",
      ]
    ),
    .executableTarget(
      name: "kaniko2buildkit",
      dependencies: [
        "Diagnostics", "Fleet", "GitLabCI", "KanikoMigration", "Reporting", "RunnerDiagnosis", "ShellSyntax",
        "SourceText", "Workspace", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .testTarget(name: "SourceTextTests", dependencies: ["SourceText", "TestSupport"]),
    .testTarget(name: "YAMLSyntaxTests", dependencies: ["Invariants", "SourceText", "TestSupport", "YAMLSyntax"]),
    .testTarget(
      name: "ShellSyntaxTests", dependencies: ["Invariants", "ShellSyntax", "SourceText", "TestSupport"],
      exclude: ["Golden", "Snippets"]),
    .testTarget(
      name: "GitLabCITests",
      dependencies: [
        "Diagnostics", "GitLabCI", "Invariants", "ShellSyntax", "SourceText", "TestSupport", "YAMLSyntax",
      ],
      exclude: ["Oracles/load.rb"]
    ),
    .testTarget(
      name: "KanikoMigrationTests",
      dependencies: [
        "Diagnostics", "GitLabCI", "KanikoMigration", "ShellSyntax", "SourceText", "TestSupport", "YAMLSyntax",
      ]
    ),
    .testTarget(name: "ReportingTests", dependencies: ["Diagnostics", "Reporting", "SourceText"]),
    .testTarget(
      name: "RunnerDiagnosisTests", dependencies: ["KanikoMigration", "RunnerDiagnosis", "TestSupport"],
      exclude: ["Logs"]),
    .testTarget(
      name: "WorkspaceTests",
      dependencies: ["Diagnostics", "GitLabCI", "KanikoMigration", "SourceText", "Workspace", "YAMLSyntax"]
    ),
    .testTarget(
      name: "FleetTests", dependencies: ["Fleet", "GitLabAPI", "Reporting", "TestSupport", "Workspace"],
      exclude: ["StandIns/gitlab.py"]
    ),
    .target(name: "TestSupport", path: "Tests/TestSupport", exclude: ["Faults/faults.c"]),
    .target(
      name: "GeneratedPipelines", dependencies: ["JobBehaviour", "TestSupport"], path: "Tests/GeneratedPipelines"),
    .target(
      name: "Invariants",
      dependencies: [
        "CLibYAML", "Diagnostics", "GeneratedPipelines", "GitLabCI", "KanikoMigration", "ShellSyntax", "SourceText",
        "YAMLSyntax",
      ], path: "Tests/Invariants"),
    .target(
      name: "JobBehaviour", dependencies: ["TestSupport"], path: "Tests/JobBehaviour", exclude: ["Images/StandIns"]),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(name: "CommandLineTests", dependencies: ["Diagnostics", "KanikoMigration", "TestSupport"]),
    .testTarget(
      name: "CorpusTests",
      dependencies: ["JobBehaviour", "TestSupport"],
      exclude: ["Oracles/read_with_gcil.py", "Oracles/resolve.rb"]
    ),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "Diagnostics", "GeneratedPipelines", "GitLabCI", "JobBehaviour", "KanikoMigration", "SourceText", "TestSupport",
      ]
    ),
    .testTarget(
      name: "PropertyTests",
      dependencies: [
        "Diagnostics", "GeneratedPipelines", "GitLabCI", "Invariants", "KanikoMigration", "SourceText", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// One place for every setting, so that no target drifts from the others.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}

// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v13)],
  dependencies: [.package(name: "kaniko2buildkit", path: "../..")],
  targets: [
    .executableTarget(
      name: "tree",
      dependencies: [.product(name: "YAMLSyntax", package: "kaniko2buildkit")])
  ])

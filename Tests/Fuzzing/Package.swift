// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v13)],
  dependencies: [.package(name: "kaniko2buildkit", path: "../..")],
  targets: [
    .executableTarget(name: "fuzz", dependencies: [.product(name: "Invariants", package: "kaniko2buildkit")])
  ])

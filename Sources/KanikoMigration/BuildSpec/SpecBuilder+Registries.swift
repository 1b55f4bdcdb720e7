internal import ShellSyntax

extension SpecBuilder {
  /// Reads how registries are reached (Kaniko `pkg/util/transport_util.go`, `pkg/image/remote`).
  mutating func translateRegistries() {
    translateTransport()
    translatePullTransport()
    for (_, use) in uses(of: "insecure-registry") {
      if let host = use.value { configure(host) { $0.usesHTTP = true } }
    }
    for (_, use) in uses(of: "skip-tls-verify-registry") {
      guard let host = use.value else { continue }
      configure(host) { $0.isInsecure = true }
      reach(host) { $0.isInsecure = true }
    }
    translateCertificates()
    translateMirrors()
    addPrivateHosts()
    holdBackUnwritableValues()
  }

  /// Values go between double quotes in `buildkitd.toml`.
  private mutating func holdBackUnwritableValues() {
    let flags = ["insecure-registry", "skip-tls-verify-registry", "registry-certificate", "registry-client-cert"]
    for name in flags + ["registry-map", "registry-mirror"] {
      for (index, use) in uses(of: name) {
        guard let value = use.value, holds(value, anyOf: "\"\\\n") else { continue }
        lower(index, to: .manual, "the value holds a character that needs quoting in buildkitd.toml")
      }
    }
  }

  /// The names that are pushed: destinations and a cache in a registry.
  private var pushedNames: [ShellFragment] {
    guard case .registry(let reference)? = spec.cache?.store else { return spec.destinations }
    return spec.destinations + [reference]
  }

  private mutating func translateTransport() {
    for name in ["insecure", "skip-tls-verify"] {
      guard let (index, _) = uses(of: name).last, bool(name) != .off else { continue }
      guard bool(name) == .on else {
        leaveDynamic(index)
        continue
      }
      spec.image.isInsecure = true
      guard name == "skip-tls-verify" else { continue }
      for pushed in pushedNames {
        if let host = ImageReference(fragment: pushed, environment: environment).host {
          reach(host) { $0.isInsecure = true }
        } else {
          lower(
            index, to: .manual, "the host of a destination is not visible",
            advice: "name it with --skip-tls-verify-registry")
        }
      }
    }
  }

  private mutating func translatePullTransport() {
    for name in ["insecure-pull", "skip-tls-verify-pull"] {
      guard let (index, _) = uses(of: name).last, bool(name) != .off else { continue }
      guard bool(name) == .on else {
        leaveDynamic(index)
        continue
      }
      guard let hosts = baseImageHosts else {
        lower(
          index, to: .manual, "the hosts of the base images are not known here", advice: outcomes[index].advice)
        continue
      }
      // Docker Hub needs neither, and would be asked over plain HTTP alone.
      for host in hosts where host.staticValue != "docker.io" {
        configure(host) { if name == "insecure-pull" { $0.usesHTTP = true } else { $0.isInsecure = true } }
        if name == "skip-tls-verify-pull" { reach(host) { $0.isInsecure = true } }
      }
    }
  }

  private mutating func translateCertificates() {
    for (index, use) in uses(of: "registry-certificate") {
      guard let (host, file) = use.value?.splitAtFirst("=") else {
        lower(index, to: .manual, "host and file are not visible", advice: "write --registry-certificate HOST=FILE")
        continue
      }
      configure(host) { $0.certificates.append(file) }
      reach(host) { $0.certificate = file }
    }
    for (index, use) in uses(of: "registry-client-cert") {
      guard let (host, files) = use.value?.splitAtFirst("="), let (certificate, key) = files.splitAtFirst(",") else {
        lower(
          index, to: .manual, "host and files are not visible", advice: "write --registry-client-cert HOST=CERT,KEY")
        continue
      }
      let pair = RegistryConfiguration.KeyPair(certificate: certificate, key: key)
      configure(host) { $0.keyPairs.append(pair) }
      reach(host) { $0.keyPair = pair }
    }
  }

  // MARK: - Mirrors

  /// Mirrors of Docker Hub come behind those of `--registry-map` (`cmd/executor/cmd/root.go`, `ValidateFlags`).
  private mutating func translateMirrors() {
    for (index, use) in uses(of: "registry-map") {
      if let value = use.value, !addMirrors(value) {
        lower(index, to: .manual, "registry and mirror are not visible", advice: "write --registry-map HOST=MIRROR")
      }
    }
    if environment.values["KANIKO_REGISTRY_MAP"] != nil {
      for value in environment.values["KANIKO_REGISTRY_MAP"] ?? [] where !value.isEmpty {
        if !addMirrors(ShellFragment(literal: value)) {
          leaveVariable("KANIKO_REGISTRY_MAP", "its value cannot be read as HOST=MIRROR")
        }
      }
    }
    let hub = ShellFragment(literal: "docker.io")
    for (_, use) in uses(of: "registry-mirror") {
      if let mirror = use.value { configure(hub) { $0.mirrors.append(mirror) } }
    }
    if environment.values["KANIKO_REGISTRY_MIRROR"] != nil {
      let name = "KANIKO_REGISTRY_MIRROR"
      let mirror = ShellFragment([.expansion(source: "$\(name)", name: name, .double)])
      configure(hub) { $0.mirrors.append(mirror) }
    }
  }

  /// Adds `HOST=MIRROR[;HOST=MIRROR…]`; Kaniko calls Docker Hub `index.docker.io`.
  private mutating func addMirrors(_ value: ShellFragment) -> Bool {
    var rest: ShellFragment? = value
    while let entry = rest {
      let parts = entry.splitAtFirst(";")
      rest = parts?.tail
      guard let (host, mirror) = (parts?.head ?? entry).splitAtFirst("="), let text = host.staticValue else {
        return false
      }
      // Kaniko never asks a mirror of `docker.io`: it knows Docker Hub by its other name.
      guard text != "docker.io" else { continue }
      configure(ShellFragment(literal: ImageReference.daemonHost(text))) { $0.mirrors.append(mirror) }
    }
    return true
  }

  /// Kaniko reaches private addresses and `*.local` over plain HTTP too without being told to.
  private mutating func addPrivateHosts() {
    guard !spec.image.isInsecure else { return }
    for name in pushedNames {
      let reference = ImageReference(fragment: name, environment: environment)
      guard reference.isPrivateHost, let host = reference.host else { continue }
      let known = spec.registries.first { $0.host == host }
      guard known.map({ !$0.usesHTTP && !$0.isInsecure && $0.certificates.isEmpty }) ?? true else { continue }
      configure(host) { $0.usesHTTP = true }
      imply(
        "plain http", .review, "kaniko reaches this private host over plain http too; buildkit is told to",
        becomes: "[registry.\"\(host.source)\"] http = true in buildkitd.toml",
        advice: "leave the entry out if the registry has a certificate")
    }
  }

  // MARK: - Entries

  private mutating func configure(_ host: ShellFragment, _ change: (inout RegistryConfiguration) -> Void) {
    let place = spec.registries.firstIndex { $0.host.comparable == host.comparable }
    if place == nil { spec.registries.append(RegistryConfiguration(host: host)) }
    change(&spec.registries[place ?? spec.registries.count - 1])
  }

  private mutating func reach(_ host: ShellFragment, _ change: (inout TokenTransport) -> Void) {
    let place = spec.tokenTransports.firstIndex { $0.host.comparable == host.comparable }
    if place == nil { spec.tokenTransports.append(TokenTransport(host: host)) }
    change(&spec.tokenTransports[place ?? spec.tokenTransports.count - 1])
  }
}

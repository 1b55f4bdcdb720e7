import GitLabCI

/// Decides where the image of a job is changed: at its definition, or as an override where others share that.
struct ImagePlacement {
  let project: Project
  let readers: ReaderIndex
  /// The jobs that are migrated together.
  let migrating: ReaderIndex.Audience

  /// The keys of `image:` that set the user of the container.
  private static let userKeys = ["docker", "kubernetes"]

  /// The changes that give a job the image; nil where no place is right for it.
  func changes(for id: JobID, image: String) -> [PlannedChange]? {
    let job = project[id]
    guard let value = job.effective["image"] else { return override(job, image: image) }
    if let mapping = value.mapping {
      return inMapping(mapping, image: image) ?? override(job, image: image)
    }
    let origin = value.origin
    if readers.isRead(origin, onlyBy: migrating), readers.isUsed(origin, onlyAt: .image) {
      return [.replaceImageString(origin, name: image)]
    }
    return override(job, image: image)
  }

  private func inMapping(_ mapping: CIMapping, image: String) -> [PlannedChange]? {
    guard let name = mapping[entry: "name"] else { return nil }
    var changes: [PlannedChange] = []
    let canEditDefinition =
      readers.isRead(name.value.origin, onlyBy: migrating) && readers.isUsed(name.value.origin, onlyAt: .imageName)
    // Jobs that give the image another name take only its other keys.
    guard isOwn(name.owner) || (canEditDefinition && name.value.site == name.value.origin) else { return nil }
    changes.append(.replaceImageName(canEditDefinition ? name.value.origin : name.value.site, name: image))
    if let entrypoint = mapping[entry: "entrypoint"] {
      if !Self.isEmptyEntrypoint(entrypoint.value) {
        guard isOwn(entrypoint.owner) else { return nil }
        changes.append(.replaceEntrypoint(entrypoint.value.site))
      }
    } else {
      guard isOwn(name.owner) else { return nil }
      changes.append(.addEntrypoint(mapping: name.owner))
    }
    for key in Self.userKeys {
      guard let entry = mapping[entry: key], let inner = entry.value.mapping, inner["user"] != nil else { continue }
      guard isOwn(entry.owner), entry.value.site == entry.value.origin else { return nil }
      changes.append(
        inner.entries.count == 1
          ? .removeKey(key, mapping: entry.owner) : .removeKey("user", mapping: entry.value.origin))
    }
    return changes
  }

  /// Whether a mapping node is an image of migrating jobs alone.
  private func isOwn(_ owner: Origin) -> Bool {
    readers.isRead(owner, onlyBy: migrating) && readers.isUsed(owner, onlyAt: .image)
  }

  /// An image of the job's own, or of the template that brings its script.
  private func override(_ job: Job, image: String) -> [PlannedChange]? {
    let candidates = [job.effective[entry: "script"]?.owner, job.entry.value.origin].compactMap { $0 }
    guard let owner = candidates.first(where: { readers.isRead($0, onlyBy: migrating) }) else { return nil }
    let definition = job.definition[entry: "image"]
    let isOwn = definition?.owner == owner
    // Other keys of a mapping in a base stay in force, and those of a default or of the image itself are lost.
    let isWhole = (job.effective["image"]?.mapping?.entries ?? []).allSatisfy { entry in
      ["name", "entrypoint"].contains(entry.key) || (isOwn || definition == nil) && Self.isUserAlone(entry)
    }
    guard isWhole else { return nil }
    return isOwn ? [.replaceImage(owner: owner, name: image)] : [.addImage(owner: owner, name: image)]
  }

  /// Whether a key of an image says who runs in the container, and nothing else.
  private static func isUserAlone(_ entry: CIMapping.Entry) -> Bool {
    userKeys.contains(entry.key) && entry.value.mapping?.entries.allSatisfy { $0.key == "user" } == true
  }

  /// Whether an entrypoint is `[""]` already.
  static func isEmptyEntrypoint(_ value: CIValue) -> Bool {
    guard let items = value.items, items.count == 1 else { return false }
    return items[0].scalar == CIScalar(text: "", type: .string)
  }
}

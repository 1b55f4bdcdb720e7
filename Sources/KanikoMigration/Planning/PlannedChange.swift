import GitLabCI
import SourceText

/// One change to one node of one file, before it becomes bytes.
///
/// Jobs that share a definition plan the same change, which is then made once; two different changes to one node do
/// not go together, and the jobs that want them stay as they are.
enum PlannedChange: Hashable {
  /// Replaces an image that is a string by a mapping with this name.
  case replaceImageString(Origin, name: String)
  /// Replaces the name of an image mapping.
  case replaceImageName(Origin, name: String)
  /// Writes `entrypoint: [""]` in place of another entrypoint.
  case replaceEntrypoint(Origin)
  /// Adds `entrypoint: [""]` to an image mapping.
  case addEntrypoint(mapping: Origin)
  /// Removes a key of a mapping.
  case removeKey(String, mapping: Origin)
  /// Gives a job an image of its own.
  case addImage(owner: Origin, name: String)
  /// Replaces the whole image of a job's own mapping.
  case replaceImage(owner: Origin, name: String)
  /// Adds a variable to a `variables:` mapping.
  case addVariable(mapping: Origin, name: String, value: String)
  /// Adds a `variables:` mapping to a job, in place of an alias or of nothing; it merges the mapping with the anchor.
  case addVariables(owner: Origin, merging: String?, [Variable])
  /// Changes the value of a variable.
  case replaceScalar(Origin, text: String)
  /// Adds a `before_script:` to a job.
  case addBeforeScript(owner: Origin, lines: [ScriptLine])
  /// Gives a job a script of its own in place of one that others share.
  case setScript(owner: Origin, keyword: String, lines: [ScriptLine])
  /// Adds items to a script list in front of the item at an index; the count of items adds at the end.
  case insertItems(sequence: Origin, index: Int, lines: [ScriptLine])
  /// Adds lines in front of a script that is one string.
  case prependLines(scalar: Origin, lines: [ScriptLine])
  /// Changes the text of a script item.
  case rewriteItem(Origin, edits: EditSet)
  /// Removes an item of a script list.
  case removeItem(Origin)
  /// Adds a hidden job with these lines as its `before_script:`, in front of the entry at an index of the root mapping.
  case addHiddenJob(root: Origin, index: Int, name: String, lines: [ScriptLine])

  /// The node that the change is about.
  var origin: Origin {
    switch self {
    case .replaceImageString(let origin, _), .replaceImageName(let origin, _), .replaceEntrypoint(let origin),
      .addEntrypoint(let origin), .removeKey(_, let origin), .addImage(let origin, _), .replaceImage(let origin, _),
      .addVariable(let origin, _, _), .addVariables(let origin, _, _), .replaceScalar(let origin, _),
      .addBeforeScript(let origin, _), .setScript(let origin, _, _), .insertItems(let origin, _, _),
      .prependLines(let origin, _),
      .rewriteItem(let origin, _), .removeItem(let origin), .addHiddenJob(let origin, _, _, _):
      origin
    }
  }

  /// Changes with the same slot exclude each other unless they are equal.
  var slot: Slot {
    switch self {
    case .replaceImageString, .replaceImageName, .addImage, .replaceImage: Slot(origin: origin, part: "image")
    case .replaceEntrypoint, .addEntrypoint: Slot(origin: origin, part: "entrypoint")
    case .removeKey(let key, _): Slot(origin: origin, part: "remove \(key)")
    case .addVariable(_, let name, _): Slot(origin: origin, part: "variable \(name)")
    case .addVariables(_, _, let variables):
      Slot(origin: origin, part: "variable \(variables.map(\.name).joined(separator: " "))")
    case .replaceScalar: Slot(origin: origin, part: "scalar")
    case .addBeforeScript: Slot(origin: origin, part: "before_script")
    case .setScript(_, let keyword, _): Slot(origin: origin, part: keyword)
    case .insertItems(_, let index, _): Slot(origin: origin, part: "items \(index)")
    case .prependLines: Slot(origin: origin, part: "lines")
    case .rewriteItem, .removeItem: Slot(origin: origin, part: "item")
    case .addHiddenJob(_, _, let name, _): Slot(origin: origin, part: "job \(name)")
    }
  }

  /// A variable with its value.
  struct Variable: Hashable {
    let name: String
    let value: String

    /// The name of the one that BuildKit's daemon reads.
    static let daemonFlags = "BUILDKITD_FLAGS"

    var isDaemonFlags: Bool { name == Self.daemonFlags }
  }

  /// The part of a node that a change takes.
  struct Slot: Hashable {
    let origin: Origin
    let part: String
  }
}

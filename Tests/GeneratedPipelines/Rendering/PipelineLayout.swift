/// How a pipeline is laid out around what its job does.
struct PipelineLayout: Sendable, Equatable {
  /// Where the parts of the job stand.
  enum Placement: Sendable, CaseIterable {
    /// All of it in the job.
    case job
    /// The image in a hidden job that the job extends.
    case extendsImage
    /// Everything but `stage` in a hidden job that the job extends.
    case extendsAll
    /// A hidden job merged with `<<`.
    case merged
    /// The script taken from a hidden job with `!reference`.
    case reference
    /// The lines that log in as an anchored list in the script.
    case anchoredLogin
    /// The lines that log in as `before_script` of the job.
    case beforeScript
    /// The lines that log in as `before_script` of `default:`, which also names the image.
    case defaults
    /// The image at the top level.
    case topLevelImage
    /// Two jobs extend the hidden job.
    case twoJobs
  }

  /// How `image:` is written.
  enum Image: Sendable, CaseIterable { case flowEntrypoint, blockEntrypoint, singleQuotes, text, noEntrypoint }

  /// How the list of the script is written.
  enum Script: Sendable, CaseIterable { case list, flow, scalar }

  var placement = Placement.job
  var image = Image.flowEntrypoint
  var imageName = "gcr.io/kaniko-project/executor:debug"
  var script = Script.list
  /// Columns of one level.
  var indent = 2
  /// Whether lists stand in the column of their key.
  var listsAreFlush = false
  /// Spaces behind a dash.
  var dashGap = 1
  var hasCarriageReturns = false
  var hasDocumentMarker = false
  var endsWithNewline = true
  var hasComments = false
  var hasTrailingSpaces = false
  var hasOtherJob = false
  var variablesBehindScript = false
}

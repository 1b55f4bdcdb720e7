public import Diagnostics
public import SourceText

/// Something about a script that a person wants to know, or has to decide, before its job moves to BuildKit.
public struct ScriptRemark: Sendable, Hashable {
  /// What a remark is about.
  public enum Subject: String, Sendable, Hashable, CaseIterable {
    /// Credentials that Kaniko never read and BuildKit reads.
    case credentialsBecomeLive = "credentials-become-live"
    /// Credentials that a command prints into the job's log.
    case credentialsPrinted = "credentials-printed"
    /// Credentials that `credsStore` hid and `credHelpers` no longer hides.
    case credentialsUnhidden = "credentials-unhidden"
    /// A registry for which nothing in the job has credentials.
    case credentialsElsewhere = "credentials-elsewhere"
    /// A registry whose credentials rest on an assumption.
    case credentialsAssumed = "credentials-assumed"
    /// Credentials that cannot be carried over.
    case credentialsLost = "credentials-lost"
    /// A path that exists only in the Kaniko image.
    case kanikoPath = "kaniko-path"
    /// A command that the BuildKit image does not have.
    case missingTool = "missing-tool"
    /// A write where the unprivileged user of the BuildKit image may not write.
    case restrictedPath = "restricted-path"
    /// A change of mode, owner or time of files of the checkout.
    case fileOwnership = "file-ownership"
    /// A script file of the repository that the job runs.
    case scriptFile = "script-file"
    /// Syntax that the shell of the BuildKit image does not know.
    case shellSyntax = "shell-syntax"
    /// A command whose name is known only at run time.
    case dynamicCommand = "dynamic-command"
  }

  /// What it is about.
  public let subject: Subject
  /// How far the job may be changed in spite of it: `safe` for what is only worth knowing.
  public let applicability: Applicability
  /// What is: lower case, no final period, never a secret.
  public let message: String
  /// What to do, or nil where there is nothing to do.
  public let advice: String?
  /// The bytes of the script it is about, or nil for the script as a whole.
  public let range: ByteRange?

  /// Creates a remark.
  public init(
    _ subject: Subject, _ applicability: Applicability, _ message: String, advice: String? = nil,
    range: ByteRange? = nil
  ) {
    self.subject = subject
    self.applicability = applicability
    self.message = message
    self.advice = advice
    self.range = range
  }
}

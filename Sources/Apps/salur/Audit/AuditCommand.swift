import ArgumentParser
import Audit
import Model
import Platform
import RecordEncryption

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Recomputes a node's whole history from its files, trusting nobody.",
    subcommands: [AuditVerify.self, AuditReport.self, AuditEntry.self, AuditDecision.self])
}

/// An audit with a progress bar and errors for people.
struct AuditRun {
  let directory: String
  var options = AuditOptions()
  let console: Console

  /// - Parameter needsKey: that without the vault's key there is no answer; otherwise what is sealed stays closed.
  init(_ data: DataOption, needsKey: Bool, _ console: Console) throws {
    directory = data.data
    self.console = console
    do throws(MasterKeyError) {
      options.vaultKey = try data.directory.vaultKey()
    } catch {
      guard case .nowhere = error, !(needsKey && data.directory.isInitialised) else { throw error }
    }
  }

  func callAsFunction<Result>(
    _ work: (Audit, (AuditProgress) -> Void) throws(AuditError) -> Result
  ) throws -> Result {
    var bar: ProgressBar?
    defer { bar?.finish() }
    let interruption = Interruption(console, AuditPhrase.brokenOff)
    defer { withExtendedLifetime(interruption) {} }
    do throws(AuditError) {
      return try work(Audit(directory, options: options)) { progress in
        guard let last = progress.lastHeight else { return }
        if bar == nil { bar = ProgressBar(console, AuditPhrase.auditing, total: Int(clamping: last)) }
        bar?.advance(to: Int(clamping: progress.height))
      }
    } catch {
      throw Failure(AuditPhrase.error(error))
    }
  }
}

extension Console {
  /// Findings for people, and the word that there are more than are shown.
  func show(_ result: AuditResult) {
    for finding in result.findings {
      let label = AuditPhrase.severity(finding.severity).text(language)
      say(
        output.styled(label, finding.severity == .grave ? .red : .yellow) + " [\(finding.code.rawValue)] "
          + finding.text(language))
    }
    let hidden = result.findingCount - UInt64(result.findings.count)
    if hidden > 0 { say(AuditPhrase.more(hidden, language)) }
  }
}

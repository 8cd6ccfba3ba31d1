import ArgumentParser
import Coding
import Model
import Platform

struct AppealFile: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "file",
    abstract: "Appeals one decision, for oneself or for somebody one helps. The words travel sealed.",
    discussion: "The answer comes from whom the programme names for the region, in the time it gives them.")

  @Option(help: ArgumentHelp("Whose decision it is; left out, the signer's own.", valueName: "ACCOUNT"))
  var about: AccountNumber?

  @Option(
    help: ArgumentHelp("The person's number, where the programme decides about persons.", valueName: "N"))
  var person: UInt32?

  @Option(help: ArgumentHelp("The series, such as id.kemensos.pkh.", valueName: "SERIES"))
  var series: String

  @Option(help: ArgumentHelp("The cycle, such as 2026-Q3.", valueName: "CYCLE"))
  var cycle: String

  @Option(help: ArgumentHelp("What to say, in the citizen's own words.", valueName: "TEXT"))
  var words: String

  @Option(
    help: ArgumentHelp("A file to show with it, 12 KiB in all. May be repeated.", valueName: "FILE"),
    completion: .file())
  var evidence: [String] = []

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let (series, cycle) = (try Text("--series", series), try Text("--cycle", cycle, max: 128))
    let sealed = try AppealText(words: words, evidence: evidence).sealed()
    var filer = try Operator(acting, console)
    let decision = try filer.act(
      .appeal(
        account: about ?? filer.account, person: person.map { PersonNumber($0) }, series: series,
        cycle: cycle, sealed: sealed.digest), sealed: [sealed])
    if !console.isJSON, let appeal = filer.replica.appeal(decision.entry) {
      console.say(AppealPhrase.filed(appeal, console.language))
    }
    console.show(decision)
  }
}

extension AppealText {
  /// From a command line's words and files.
  init(words: String, evidence: [String] = []) throws {
    guard !words.isEmpty, words.utf8.count <= Self.mostWords else {
      throw Failure(AppealPhrase.wordsLength(words.utf8.count))
    }
    guard evidence.count <= Self.mostEvidence else { throw Failure(AppealPhrase.tooManyFiles(evidence.count)) }
    let files = try evidence.map { try Input.bytes(of: $0, limit: Sealed.maximumBytes) }
    self.init(words: Text(words), evidence: files)
  }

  /// Behind a salt of its own.
  func sealed() throws -> Sealed {
    let content = encoded
    guard content.count + Sealed.saltLength <= Sealed.maximumBytes else {
      throw Failure(AppealPhrase.tooLarge(content.count))
    }
    return Sealed(salt: Salt(SecureRandom.bytes(Sealed.saltLength))!, content: content)
  }
}

import ArgumentParser
import Coding
import Identity
import Model
import Platform
import Presentation
import Signing

struct IdentityEvaluator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluator",
    abstract: "Makes, runs and shows an agency's evaluator: one of the two keys behind every nullifier.",
    subcommands: [IdentityEvaluatorNew.self, IdentityEvaluatorRun.self, IdentityEvaluatorShow.self])
}

/// An agency's folder.
struct EvaluatorOption: ParsableArguments {
  @Option(help: ArgumentHelp("The evaluator's folder.", valueName: "DIR"), completion: .directory)
  var data: String
}

struct IdentityEvaluatorNew: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes an agency's key, sealed under a passphrase, and prints its public part.")

  @OptionGroup var folder: EvaluatorOption

  @Option(help: ArgumentHelp("The public key of an officer who may ask; repeat it.", valueName: "DID"))
  var officer: [String]

  @Option(help: ArgumentHelp("The key's version; both agencies' keys have the same.", valueName: "N"))
  var keyVersion: UInt8 = 1

  @Option(help: ArgumentHelp("How many people an officer may ask about in an hour.", valueName: "N"))
  var perHour = 120

  @Option(help: ArgumentHelp("How many in a day.", valueName: "N"))
  var perDay = 600

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the passphrase. (default: SALUR_PASSPHRASE, else asked for)", valueName: "FILE"),
    completion: .file())
  var passphraseFile: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try UsageError.check("--per-hour", perHour, in: 1...100_000)
    try UsageError.check("--per-day", perDay, in: perHour...1_000_000)
    let officers = try officer.map { try PublicKey("--officer", did: $0) }
    let key = try EvaluatorFolder.create(
      folder.data, version: keyVersion, officers: officers, limits: .init(perHour: perHour, perDay: perDay),
      passphrase: try Passphrase.read(file: passphraseFile, confirming: true))
    if console.isJSON {
      return console.answer([
        "data": .string(folder.data), "version": JSON(keyVersion), "publicKey": .string(key.description),
      ])
    }
    console.say(key.description)
    console.note(IdentityPhrase.evaluatorMade(folder.data, keyVersion))
  }
}

struct IdentityEvaluatorShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows an agency's public key, limits, officers, and how much each has asked.")

  @OptionGroup var folder: EvaluatorOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let evaluator = try EvaluatorFolder(folder.data)
    let log = try evaluator.log()
    let asked = evaluator.officers.map { officer in
      (DIDKey(officer).description, log.records.filter { $0.officer == officer }.reduce(0) { $0 + Int($1.count) })
    }
    if console.isJSON {
      return console.answer([
        "publicKey": .string(evaluator.publicKey.description), "version": JSON(evaluator.version),
        "perHour": JSON(evaluator.limits.perHour), "perDay": JSON(evaluator.limits.perDay),
        "evaluations": JSON(log.records.count), "logHead": .string(log.head.description),
        "officers": .array(asked.map { ["key": .string($0.0), "asked": JSON($0.1)] }),
      ])
    }
    let language = console.language
    var table = TextTable()
    table.add(KeyPhrase.publicKey.text(language), evaluator.publicKey.description)
    table.add(IdentityPhrase.version.text(language), "\(evaluator.version)")
    table.add(IdentityPhrase.limits.text(language), IdentityPhrase.limits(evaluator.limits, language).text(language))
    table.add(IdentityPhrase.evaluations.text(language), language.number(log.records.count))
    table.add(IdentityPhrase.logHead.text(language), log.head.description)
    for (officer, count) in asked { table.add(officer, IdentityPhrase.people(count, language).text(language)) }
    console.show(table)
  }
}

struct IdentityEvaluate: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Answers an officer's request with an agency's key, within its limits; every answer is logged first.",
    discussion: "The request holds random points: neither the numbers nor the nullifiers can be seen here.")

  @OptionGroup var folder: EvaluatorOption

  @Option(help: ArgumentHelp("The signed request; - reads the standard input.", valueName: "FILE"), completion: .file())
  var request: String

  @Option(help: ArgumentHelp("The file to write the answer to.", valueName: "FILE"), completion: .file())
  var out: String

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the passphrase. (default: SALUR_PASSPHRASE, else asked for)", valueName: "FILE"),
    completion: .file())
  var passphraseFile: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard out != "-" else { throw UsageError(IdentityPhrase.answersAreBytes) }
    let signed = try Input.bytes(of: request, limit: 1 << 16)
    let opened = try EvaluatorFolder(folder.data)
    var evaluator = try opened.open(passphrase: Passphrase.read(file: passphraseFile, confirming: false))
    let answer = try evaluator.evaluate(signed, now: SystemClock.nowMilliseconds())
    try IdentityFile.write(answer.encoded, to: out)
    if console.isJSON {
      return console.answer([
        "answer": .string(out), "people": JSON(answer.answers.count),
        "logHead": .string(evaluator.log.head.description),
      ])
    }
    console.say(IdentityPhrase.evaluated(out, answer.answers.count, evaluator.log.head, console.language))
  }
}

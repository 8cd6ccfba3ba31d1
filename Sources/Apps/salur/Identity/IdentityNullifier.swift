import ArgumentParser
import Coding
import Identity
import Model
import Platform
import Presentation
import Signing

struct IdentityNullifier: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "nullifier",
    abstract: "Has two agencies turn national numbers into nullifiers, without either of them seeing a number.",
    discussion: """
      It writes first.request and second.request into the exchange folder and waits for first.evaluation and \
      second.evaluation, which the agencies make with 'salur identity evaluate'. What blinds the numbers never leaves \
      this process: if it stops, begin again.
      """)

  @Option(
    help: ArgumentHelp("The national numbers, one a line; - reads the standard input.", valueName: "FILE"),
    completion: .file())
  var numbers: String

  @Option(help: ArgumentHelp("The network's id, 64 hexadecimal digits.", valueName: "ID"))
  var network: String

  @Option(help: ArgumentHelp("The first agency's public key, 98 hexadecimal digits.", valueName: "KEY"))
  var first: String

  @Option(help: ArgumentHelp("The second agency's public key.", valueName: "KEY"))
  var second: String

  @Option(help: ArgumentHelp("The version of both keys.", valueName: "N"))
  var keyVersion: UInt8 = 1

  @Option(help: ArgumentHelp("The asking officer's key file.", valueName: "FILE"), completion: .file())
  var officer: String

  @Option(
    help: ArgumentHelp("The folder through which requests and answers go.", valueName: "DIR"), completion: .directory)
  var exchange: String

  @Option(help: ArgumentHelp("How many seconds to wait for the answers.", valueName: "N"))
  var wait: Int64 = 300

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try UsageError.check("--wait", wait, in: 1...600)
    let keys = try evaluatorKeys()
    let domain = NullifierDomain(try NetworkID("--network", hex: network))
    let blinded = try BlindedNumbers(readNumbers(), domain: domain, keys: keys)
    let signing = try KeyFile(officer).key
    try Directory.create(exchange)
    if let left = EvaluatorRole.allCases.map(answerFile).first(where: Directory.exists) {
      throw Failure(IdentityPhrase.answersAreThere(left))
    }
    for role in EvaluatorRole.allCases {
      let request = EvaluationRequest(
        keyVersion: keyVersion, time: SystemClock.nowMilliseconds(), elements: blinded.elements(for: role))
      let signed = signing.signedMessage(payload: request.encoded, aad: EvaluationRequest.aad)
      try File.replace("\(exchange)/\(role).request", with: signed, permissions: 0o644)
    }
    console.note(IdentityPhrase.waiting(exchange))
    let answers = try await waitForAnswers()
    let nullifiers = try blinded.nullifiers(first: answers[0], second: answers[1])
    if console.isJSON {
      return console.answer([
        "nullifiers": .array(nullifiers.map { .string($0.value.description) }), "keyVersion": JSON(keyVersion),
      ])
    }
    for nullifier in nullifiers { console.say(nullifier.value.description) }
  }

  private func answerFile(_ role: EvaluatorRole) -> String { "\(exchange)/\(role).evaluation" }

  private func evaluatorKeys() throws -> EvaluatorKeys {
    func key(_ option: String, _ text: String) throws -> EvaluatorKey {
      guard let key = try? EvaluatorKey(hex: text) else { throw UsageError(IdentityPhrase.noEvaluatorKey(option)) }
      return key
    }
    let (first, second) = (try key("--first", first), try key("--second", second))
    guard let keys = EvaluatorKeys(version: keyVersion, first: first, second: second) else {
      throw UsageError(IdentityPhrase.oneKeyTwice)
    }
    return keys
  }

  private func readNumbers() throws -> [NationalNumber] {
    let text = String(decoding: try Input.bytes(of: numbers, limit: 4096), as: UTF8.self)
    var read: [NationalNumber] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let digits = line.filter { $0 != " " && $0 != "\r" }
      guard !digits.isEmpty else { continue }
      do throws(NationalNumberError) {
        read.append(try NationalNumber(String(digits)))
      } catch {
        throw Failure(IdentityPhrase.inLine(Input.name(of: numbers), index + 1, error.phrase))
      }
    }
    return read
  }

  private func waitForAnswers() async throws -> [Evaluation] {
    let end = MonotonicClock.nowNanoseconds() + UInt64(wait) * 1_000_000_000
    let files = EvaluatorRole.allCases.map(answerFile)
    while let missing = files.first(where: { !Directory.exists($0) }) {
      guard MonotonicClock.nowNanoseconds() < end else { throw Failure(IdentityPhrase.noAnswer(missing)) }
      try await Task.sleep(for: .milliseconds(200))
    }
    return try files.map { file in
      guard let answer = try? Evaluation(encoded: try File.contents(of: file, limit: 1 << 16)) else {
        throw Failure(IdentityPhrase.noEvaluation(file))
      }
      return answer
    }
  }
}

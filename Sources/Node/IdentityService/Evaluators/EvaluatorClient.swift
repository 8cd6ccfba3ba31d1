import Coding
import Identity
import Outbound
import Platform
import Signing

/// Asks both agencies about one family. What they answer is proved by whoever blinded it.
struct EvaluatorClient: Sendable {
  let urls: [EvaluatorRole: String]
  let keyVersion: UInt8
  let officer: SigningKey
  private let client = OutboundClient(seconds: 15, maximumBytes: 16 << 10)

  func evaluate(_ family: BlindedFamily) async throws(IdentityProblem) -> (first: Evaluation, second: Evaluation) {
    // Both at once, and both to the end: half an answer is none.
    async let first = ask(.first, family.elements(for: .first))
    async let second = ask(.second, family.elements(for: .second))
    let answers = await (first, second)
    return (try answers.0.get(), try answers.1.get())
  }

  private func ask(_ role: EvaluatorRole, _ elements: [[UInt8]]) async -> Result<Evaluation, IdentityProblem> {
    let request = EvaluationRequest(
      keyVersion: keyVersion, time: SystemClock.nowMilliseconds(), elements: elements)
    let signed = officer.signedMessage(payload: request.encoded, aad: EvaluationRequest.aad)
    let answer: OutboundAnswer
    do throws(OutboundError) {
      answer = try await client.post(signed, type: MediaType.cose, to: urls[role]! + "/v1/evaluations")
    } catch {
      return .failure(Self.unavailable(role))
    }
    guard answer.status == 200 else { return .failure(Self.unavailable(role)) }
    guard let evaluation = try? Evaluation(encoded: answer.body) else {
      return .failure(IdentityProblem(.nullifier(.malformed(role))))
    }
    return .success(evaluation)
  }

  private static func unavailable(_ role: EvaluatorRole) -> IdentityProblem {
    let (indonesian, english) = role == .first ? ("pertama", "first") : ("kedua", "second")
    return .unavailable(
      "evaluator",
      Phrase(
        "Lembaga evaluasi \(indonesian) tidak menjawab; coba lagi nanti",
        "The \(english) evaluating agency does not answer; try again later"))
  }
}

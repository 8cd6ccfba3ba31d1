import Coding
import Engine
import Outbound
import Platform
import Transparency

/// One witness as the node knows it: how far it has come, and how it last answered.
struct WitnessPeer: Sendable {
  let address: WitnessAddress
  /// The size it cosigned last, as far as is known; it says so itself where that is wrong.
  var size: UInt64 = 0
  /// When it last cosigned, by the monotonic clock, nanoseconds; nil where it has not since the start.
  var cosignedAt: UInt64?
  var isBusy = false
  /// Not to be asked before, by the same clock.
  var notBefore: UInt64 = 0
  private(set) var failures = 0
  private(set) var problem: WitnessProblem?

  mutating func succeeded(_ size: UInt64, at now: UInt64) {
    (self.size, cosignedAt, notBefore, failures, problem) = (size, now, 0, 0, nil)
  }

  /// It is asked again soon, and less and less often while it goes on.
  mutating func failed(_ problem: WitnessProblem, at now: UInt64) {
    failures += 1
    self.problem = problem
    notBefore = now + UInt64(1 << min(failures - 1, 3)) * 1_000_000_000
  }
}

/// Why a witness did not cosign.
package enum WitnessProblem: Error, Equatable, Sendable {
  case noAnswer(OutboundError)
  case refused(status: Int, String)
  /// It has cosigned a longer log than this one: this node has lost entries, or somebody else signs with its key.
  case ahead(size: UInt64)
  /// Its answer has no cosignature of its key that fits.
  case noCosignature

  /// Whether the log itself is in doubt, and not only the way to the witness.
  var isGrave: Bool {
    switch self {
    case .ahead: true
    case .refused(let status, _): status == 422
    case .noAnswer, .noCosignature: false
    }
  }
}

extension WitnessProblem {
  /// Without the addresses of the node's own network; what the witness itself said as it said it.
  var forEverybody: Phrase {
    switch self {
    case .noAnswer: Phrase("tidak menjawab", "it does not answer")
    case .refused(let status, let reason): Phrase("status \(status): \(reason)", description)
    case .ahead(let size):
      Phrase("sudah menandatangani \(size) entri, lebih dari yang ada di log ini", description)
    case .noCosignature: Phrase("jawabannya bukan tanda tangan kuncinya", description)
    }
  }
}

extension WitnessProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noAnswer(let error): error.description
    case .refused(let status, let reason): "status \(status): \(reason)"
    case .ahead(let size): "it has cosigned \(size) entries, more than this log has"
    case .noCosignature: "its answer is no cosignature of its key"
    }
  }
}

extension OutboundClient {
  /// Has a witness cosign a head, from the size it is believed to have cosigned, or from the one it says.
  package func cosignature(
    of head: PublishedHead, by witness: WitnessAddress, from believed: UInt64
  ) async throws(WitnessProblem) -> NoteSignature {
    var old = min(believed, head.size)
    for _ in 0..<3 {
      let request = CosigningRequest(proof: head.log.consistencyProof(from: old, to: head.size), note: head.note)
      let answer: OutboundAnswer
      do throws(OutboundError) {
        answer = try await post(request.bytes, type: "text/plain", to: witness.url + "/add-checkpoint")
      } catch {
        throw .noAnswer(error)
      }
      switch answer.status {
      case 200: return try cosignature(in: answer.body, of: head.note, by: witness.key)
      case 409:
        guard let size = Self.size(in: answer.body) else { throw .refused(status: 409, "no size") }
        guard size <= head.size else { throw .ahead(size: size) }
        old = size
      default: throw .refused(status: answer.status, String(decoding: answer.body.prefix(200), as: UTF8.self).oneLine)
      }
    }
    throw .refused(status: 409, "its size changes from one request to the next")
  }

  private func cosignature(
    in body: [UInt8], of note: SignedNote, by key: NoteKey
  ) throws(WitnessProblem) -> NoteSignature {
    for line in body.split(separator: UInt8(ascii: "\n")) {
      guard let signature = NoteSignature(line: line), signature.name == key.name, signature.keyID == key.id else {
        continue
      }
      var signed = SignedNote(text: note.text)
      signed.add(signature)
      guard let claim = try? signed.claims(of: [key]).first, claim.time ?? 0 > 0, SignatureVerifier.verify(claim.check)
      else { throw .noCosignature }
      return signature
    }
    throw .noCosignature
  }

  private static func size(in body: [UInt8]) -> UInt64? {
    let text = String(decoding: body.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return UInt64(text).flatMap { $0.description == text ? $0 : nil }
  }
}

extension String {
  fileprivate var oneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

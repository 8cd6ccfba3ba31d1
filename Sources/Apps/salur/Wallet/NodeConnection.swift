import Coding
import Model
import Outbound
import Platform
import Presentation
import Signing
import Wallet

/// Calls to one node. What it answers is bytes; whoever asks proves them.
struct NodeConnection {
  let base: String
  private let client = OutboundClient(seconds: 20, maximumBytes: 8 << 20)

  init(_ base: String) { self.base = base.hasSuffix("/") ? String(base.dropLast()) : base }

  /// The network's document, if the node has the one of this id.
  func genesis(_ network: NetworkID) async throws -> Genesis {
    let bytes = try await get("/v1/genesis")
    guard SHA256.hash(bytes) == network.genesis, let genesis = try? Genesis(encoded: bytes) else {
      throw Failure(WalletPhrase.otherNetwork(base))
    }
    return genesis
  }

  func get(_ target: String, _ headers: [String: String] = [:]) async throws -> [UInt8] {
    try checked(
      try await reached { () async throws(OutboundError) in try await client.get(base + target, headers: headers) })
  }

  /// Opens an answer that goes on.
  func open(_ target: String, _ headers: [String: String], silence: Int) async throws -> OutboundStream {
    let stream = try await reached { () async throws(OutboundError) in
      try await OutboundClient.open(base + target, headers: headers, silence: silence)
    }
    guard stream.status != 200 else { return stream }
    var body: [UInt8] = []
    var pieces = stream.pieces.makeAsyncIterator()
    while body.count < 64 << 10, let piece = try? await pieces.next() { body += piece }
    throw NodeProblem(status: stream.status, body: body, node: base)
  }

  /// Sends a signed command; the answer's record.
  func submit(_ signed: [UInt8], from trusted: UInt64) async throws -> [UInt8] {
    try checked(
      try await reached { () async throws(OutboundError) in
        try await client.post(
          signed, type: "application/cose", headers: ["Accept": "application/cbor"],
          to: "\(base)/v1/commands?from=\(trusted)")
      })
  }

  private func reached<Answer>(_ call: () async throws(OutboundError) -> Answer) async throws -> Answer {
    do throws(OutboundError) {
      return try await call()
    } catch {
      throw Unreachable(node: base, reason: error)
    }
  }

  private func checked(_ answer: OutboundAnswer) throws -> [UInt8] {
    guard answer.status != 200 else { return answer.body }
    throw NodeProblem(status: answer.status, body: answer.body, node: base)
  }
}

/// There was no answer.
struct Unreachable: SpeakingError {
  let node: String
  let reason: OutboundError

  var phrase: Phrase { WalletPhrase.unreachable(node, reason.phrase) }
}

/// A node's own word for why it did not answer: told as its word, not as the truth.
struct NodeProblem: SpeakingError {
  let status: Int
  let name: String?
  private let title: Phrase
  private let node: String

  /// Whether it has not come as far as it was asked from.
  var isBehind: Bool { name == "behind" }

  /// Whether nothing happened to a command, by the node's word.
  var isRefusal: Bool { status == 400 || (status == 409 && !isBehind) || status == 422 }

  /// Whether another try, some time later, has no hope: what was asked is wrong, or not for this wallet.
  var isFinal: Bool { (400..<500).contains(status) && !isBehind && status != 429 && status != 408 }

  init(status: Int, body: [UInt8], node: String) {
    self.status = status
    self.node = node
    let json = try? JSONReader.read(body)
    func text(_ key: String) -> String? {
      guard case .string(let text)? = json?[key] else { return nil }
      return String(text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(300))
    }
    name = text("type")?.split(separator: "/").last.map(String.init)
    title = Phrase(text("title_id") ?? "HTTP \(status)", text("title") ?? "HTTP \(status)")
  }

  var phrase: Phrase {
    Phrase("\(node) menjawab: \(title.indonesian) (\(status))", "\(node) answers: \(title.english) (\(status))")
  }
}

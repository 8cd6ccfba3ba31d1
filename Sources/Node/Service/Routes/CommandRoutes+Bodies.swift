import Coding
import Engine
import Hummingbird
import Ledger
import Model
import NIOCore
import Platform
import Signing
import Wallet

extension CommandRoutes {
  /// The most of a body that is read of anybody: a command and the sealed record beside it.
  private static let everybodysBytes = 192 << 10

  /// A body that may be large. What goes beyond everybody's share is read of agencies alone, once the signature at its
  /// beginning is known to be good, and while there is memory for it.
  func large(_ request: Request, _ share: BodyMemory.Share) async throws -> [UInt8] {
    try request.requireLength(within: maximumBytes)
    var body: [UInt8] = []
    var isAgencys = false
    for try await part in request.body {
      guard part.readableBytes <= maximumBytes - body.count else { throw Problem.tooLarge(limit: maximumBytes) }
      body += part.readableBytesView
      guard body.count > Self.everybodysBytes else { continue }
      if !isAgencys { try requireAgency(in: body) }
      isAgencys = true
      guard share.grow(to: body.count) else { throw Problem.busy }
    }
    return body
  }

  private func requireAgency(in body: [UInt8]) throws(Problem) {
    guard let signed = try? CommandBundle.signed(in: body), let unverified = try? UnverifiedCommand(signed: signed)
    else {
      throw .malformed(
        Phrase("isi yang besar diawali perintah bertanda tangan", "a large body begins with a signed command"))
    }
    let command = unverified.command
    let (key, relyingParty) = engine.replica.read { state in
      let isAgency = state.account(command.account)?.kind == .agency
      return (isAgency ? state.liveKey(command.account, command.credential) : nil, state.relyingParty)
    }
    guard let key else { throw .tooLarge(limit: Self.everybodysBytes) }
    let checks = try? unverified.signatureChecks(key: key, relyingParty: relyingParty)
    guard let checks, checks.allSatisfy({ SignatureVerifier.verify($0) }) else { throw .wrongSignature(nil) }
  }
}

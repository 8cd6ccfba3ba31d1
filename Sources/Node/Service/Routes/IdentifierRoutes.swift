import Coding
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Model
import Presentation
import Records
import Signing
import Transparency
import Wallet

/// Decentralized identifiers, as W3C DID Resolution has them over HTTP. The document follows from a state proof, by the
/// code that a phone has too.
struct IdentifierRoutes {
  let replica: Replica
  let heads: HeadKeeper
  let access: AccessGuard

  static let resolution = "application/did-resolution"
  static let document = "application/did+ld+json"

  func add(to api: API) {
    api.get(
      "/1.0/identifiers/:did",
      "An account's DID document. As application/cbor the state it follows from, proved: an agency's to everybody, another's to its owner.",
      query: [.from],
      answers: [
        .json(
          .object([
            "@context": .string, "didDocument": .nullable(.named("DIDDocument")),
            "didResolutionMetadata": .object(["contentType?": .string, "error?": .string]),
            "didDocumentMetadata": .object(["deactivated?": .boolean]),
          ]), type: Self.resolution), .json(.named("DIDDocument"), type: Self.document), .cbor("StateAnswer"),
      ], problems: [.behind, .unsigned(nil), .replayed, .forbidden, .noRepresentation]
    ) { request, context in
      guard let text = context.parameters.get("did")?.removingPercentEncoding else { throw Problem.notFound }
      guard text.hasPrefix("did:"), text.split(separator: ":").count >= 3 else {
        return failure("invalidDid", .badRequest)
      }
      guard text.hasPrefix("did:salur:") else { return failure("methodNotSupported", .notImplemented) }
      guard let did = AccountDID(parsing: text) else { return failure("invalidDid", .badRequest) }
      return try resolve(did, request)
    }
  }

  private func resolve(_ did: AccountDID, _ request: Request) throws -> Response {
    guard did.network == replica.genesis.network, let kind = replica.read({ $0.account(did.account)?.kind }) else {
      return failure("notFound", .notFound)
    }
    let accept = request.headers[.accept] ?? "*/*"
    if request.wantsCBOR {
      // Its proof shows an account's salt, which opens its entries.
      if kind != .agency { try access.owner(of: did.account, request) }
      return Response(try answer(did, from: try request.trustedSize())).cached("no-store")
    }
    let isWhole = accept.contains(Self.resolution) || accept.contains("*/*") || accept.contains("application/*")
    let wanted = [Self.document, "application/did+json", "application/did", "application/ld+json", BodyType.json]
    guard let type = isWhole ? Self.resolution : wanted.first(where: accept.contains) else {
      throw Problem.noRepresentation
    }
    let answer = try answer(did, from: 0)
    // The node believes its own state; whoever does not asks for the proof.
    let state = try answer.state.verified(size: answer.state.inclusion.size, root: replica.root(of: answer))
    guard let document = DIDDocument(account: did.account, in: state) else { return failure("notFound", .notFound) }
    let status = document.isDeactivated ? HTTPResponse.Status.gone : .ok
    guard isWhole else {
      return Response(.written(document.json), status: status, type: type).cached("public, max-age=5")
    }
    return Response(
      [
        "@context": "https://w3id.org/did-resolution/v1", "didDocument": .written(document.json),
        "didResolutionMetadata": ["contentType": .string(Self.document)],
        "didDocumentMetadata": document.isDeactivated ? ["deactivated": true] : [:],
      ], status: status, type: Self.resolution
    ).cached("public, max-age=5")
  }

  private func answer(_ did: AccountDID, from trusted: UInt64) throws(Problem) -> StateAnswer {
    guard let answer = replica.stateAnswer(about: did.account, [.identity, .registry], heads, from: trusted) else {
      throw .behind
    }
    return answer
  }

  /// Why there is no document, in DID Resolution's words.
  private func failure(_ error: String, _ status: HTTPResponse.Status) -> Response {
    Response(
      [
        "@context": "https://w3id.org/did-resolution/v1", "didDocument": nil,
        "didResolutionMetadata": ["error": .string(error)], "didDocumentMetadata": [:],
      ], status: status, type: Self.resolution
    ).cached("no-store")
  }
}

extension Replica {
  /// The root of the log that an answer of this node is about.
  fileprivate func root(of answer: StateAnswer) -> Digest {
    read { _, log, _ in log.root(size: answer.state.inclusion.size) }
  }
}

extension Problem {
  static let noRepresentation = Problem(
    status: .notAcceptable, name: "no-representation",
    title: Phrase("Bentuk itu tidak tersedia", "That representation is not to be had"))
}

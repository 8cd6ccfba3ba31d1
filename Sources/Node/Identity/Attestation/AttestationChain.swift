import Coding
import Foundation
import Signing
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

import enum Crypto.P256

/// A device maker's certificates, leaf first and root last, verified up to a root that is known by its digest.
struct AttestationChain: Sendable {
  let leaf: Certificate
  /// Of all of them, as `AttestedKey.chain` has it.
  let digest: Digest

  static let counts = 2...8
  static let maximumBytes = 8 << 10

  /// - Parameters:
  ///   - certificates: in DER.
  ///   - roots: SHA-256 digests of the roots' DER.
  ///   - statement: the extension that only the leaf may have.
  ///   - now: seconds since 1970.
  init(
    verifying certificates: [[UInt8]], roots: Set<Digest>, statement: ASN1ObjectIdentifier, now: Int64
  ) async throws(AttestationError) {
    guard Self.counts.contains(certificates.count) else { throw .certificateCount(certificates.count) }
    var parsed: [Certificate] = []
    for (index, bytes) in certificates.enumerated() {
      guard bytes.count <= Self.maximumBytes else { throw .certificateTooLong(bytes.count) }
      guard let certificate = try? Certificate(derEncoded: bytes), Self.isUnambiguous(bytes) else {
        throw .certificate(index)
      }
      parsed.append(certificate)
    }
    guard roots.contains(SHA256.hash(certificates[certificates.count - 1])) else { throw .unknownRoot }
    guard await Self.leads(parsed, now) else { throw .chain }
    guard parsed[0].extensions[oid: statement] != nil else { throw .noStatement }
    guard parsed.dropFirst().allSatisfy({ $0.extensions[oid: statement] == nil }) else { throw .statementAbove }
    leaf = parsed[0]
    var w = CBORWriter()
    w.list(certificates) { $0.bytes($1) }
    digest = SHA256.hash(w.bytes)
  }

  /// Whether no byte outside the signed part can change unseen, since the chain's digest is recorded: the algorithm is the
  /// one inside (RFC 5280 §4.1.1.2), and the signature has whole bytes. The library leaves both open.
  private static func isUnambiguous(_ bytes: [UInt8]) -> Bool {
    guard let root = try? DER.parse(bytes), case .constructed(let parts) = root.content else { return false }
    let outer = Array(parts)
    guard outer.count == 3, case .constructed(let fields) = outer[0].content,
      let signature = try? ASN1BitString(derEncoded: outer[2]), signature.paddingBits == 0
    else { return false }
    // An optional version and the serial number stand before the algorithm.
    return fields.first { $0.identifier == .sequence }?.encodedBytes == outer[1].encodedBytes
  }

  /// Whether each certificate is signed by the next, all of them valid now, the upper ones those of authorities.
  private static func leads(_ chain: [Certificate], _ now: Int64) async -> Bool {
    let root = chain[chain.count - 1]
    var verifier = Verifier(rootCertificates: CertificateStore([root])) {
      RFC5280Policy(fixedExpiryValidationTime: Date(timeIntervalSince1970: TimeInterval(now)))
    }
    let result = await verifier.validate(
      leaf: chain[0], intermediates: CertificateStore(chain.dropFirst().dropLast()))
    guard case .validCertificate(let found) = result else { return false }
    // The library may find a shorter way; what is recorded must be what was used.
    return Array(found) == chain
  }

  /// The content of an extension of the leaf.
  func statement(_ identifier: ASN1ObjectIdentifier) -> ArraySlice<UInt8> {
    leaf.extensions[oid: identifier]!.value
  }

  /// The leaf's key; nil where it is none of P-256.
  var key: P256Point? {
    P256.Signing.PublicKey(leaf.publicKey).flatMap { P256Point(bytes: $0.rawRepresentation) }
  }
}

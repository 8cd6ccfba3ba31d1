import Crypto
import Foundation
import Identity
import SwiftASN1
import X509

import struct Signing.Digest
import struct Signing.P256Point
import struct Signing.SHA256

/// A device maker made for the test: a root, an authority under it, and keys that they vouch for.
package struct TestAuthority {
  /// Seconds since 1970.
  package static let now: Int64 = 1_790_000_000

  package let root: Certificate
  package let middle: Certificate
  /// Around when its certificates are valid, in seconds since 1970.
  private let now: Int64
  private let rootKey = P384.Signing.PrivateKey()
  private let middleKey = P256.Signing.PrivateKey()

  package init(statementAbove: Certificate.Extension? = nil, now: Int64 = Self.now) throws {
    self.now = now
    let rootName = try DistinguishedName { CommonName("Root") }
    root = try Self.certificate(
      .init(rootKey.publicKey), rootName, by: .init(rootKey), rootName, isAuthority: true, now: now)
    middle = try Self.certificate(
      .init(middleKey.publicKey), DistinguishedName { CommonName("Middle") }, by: .init(rootKey), rootName,
      isAuthority: true, statementAbove, now: now)
  }

  package var rootDigest: Digest { get throws { SHA256.hash(try Self.bytes(root)) } }

  /// Leaf, authority, root.
  package func chain(
    _ key: P256.Signing.PublicKey, _ statement: [UInt8]?, _ identifier: ASN1ObjectIdentifier,
    validFor seconds: Int64 = 1000
  ) throws -> [[UInt8]] {
    let leaf = try Self.certificate(
      .init(key), DistinguishedName { CommonName("Key") }, by: .init(middleKey), middle.subject, isAuthority: false,
      statement.map { Certificate.Extension(oid: identifier, critical: false, value: $0[...]) }, validFor: seconds,
      now: now)
    return try [leaf, middle, root].map(Self.bytes)
  }

  /// A certificate that the holder of an attested key makes, though that key's certificate is no authority's.
  package func forged(
    _ key: P256.Signing.PublicKey, _ statement: [UInt8], _ identifier: ASN1ObjectIdentifier,
    by attested: P256.Signing.PrivateKey, under chain: [[UInt8]]
  ) throws -> [[UInt8]] {
    let issuer = try Certificate(derEncoded: chain[0])
    let leaf = try Self.certificate(
      .init(key), DistinguishedName { CommonName("Forged") }, by: .init(attested), issuer.subject, isAuthority: false,
      Certificate.Extension(oid: identifier, critical: false, value: statement[...]), now: now)
    return [try Self.bytes(leaf)] + chain
  }

  private static func certificate(
    _ key: Certificate.PublicKey, _ subject: DistinguishedName, by signer: Certificate.PrivateKey,
    _ issuer: DistinguishedName, isAuthority: Bool, _ statement: Certificate.Extension? = nil,
    validFor seconds: Int64 = 1000, now: Int64
  ) throws -> Certificate {
    let now = Date(timeIntervalSince1970: TimeInterval(now))
    return try Certificate(
      version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: now - 1000,
      notValidAfter: now + TimeInterval(seconds), issuer: issuer, subject: subject,
      extensions: Certificate.Extensions {
        Critical(isAuthority ? BasicConstraints.isCertificateAuthority(maxPathLength: nil) : .notCertificateAuthority)
        if let statement { statement }
      }, issuerPrivateKey: signer)
  }

  private static func bytes(_ certificate: Certificate) throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return serializer.serializedBytes
  }
}

extension P256.Signing.PublicKey {
  package var point: P256Point { P256Point(bytes: rawRepresentation)! }
}

/// DER by hand, for statements that no library writes.
package enum TestDER {
  package static func item(_ tag: [UInt8], _ content: [UInt8]) -> [UInt8] {
    precondition(content.count < 1 << 16)
    let count = content.count
    let length: [UInt8] =
      count < 128
      ? [UInt8(count)] : count < 256 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 255)]
    return tag + length + content
  }

  package static func integer(_ value: UInt8) -> [UInt8] { item([2], value > 127 ? [0, value] : [value]) }
  package static func enumerated(_ value: UInt8) -> [UInt8] { item([10], [value]) }
  package static func octets(_ bytes: [UInt8]) -> [UInt8] { item([4], bytes) }
  package static func boolean(_ value: Bool) -> [UInt8] { item([1], [value ? 0xff : 0]) }
  package static func sequence(_ items: [[UInt8]]) -> [UInt8] { item([0x30], items.flatMap { $0 }) }
  /// DER has the members of a set in the order of their bytes.
  package static func set(_ items: [[UInt8]]) -> [UInt8] {
    item([0x31], items.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
  }

  /// `[number] EXPLICIT`
  package static func tagged(_ number: UInt, _ value: [UInt8]) -> [UInt8] {
    if number < 31 { return item([0xa0 | UInt8(number)], value) }
    var digits = [UInt8(number & 127)]
    var rest = number >> 7
    while rest > 0 {
      digits.insert(UInt8(rest & 127) | 128, at: 0)
      rest >>= 7
    }
    return item([0xbf] + digits, value)
  }
}

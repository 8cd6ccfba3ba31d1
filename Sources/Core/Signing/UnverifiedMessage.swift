import Coding

/// A COSE_Sign1 message as it came: nobody has checked who signed it.
public struct UnverifiedMessage: Equatable, Sendable {
  public let algorithm: SignatureAlgorithm
  public let payload: [UInt8]
  /// The signature field: 64 bytes, or an encoded `WebAuthnAssertion`.
  let signature: [UInt8]

  init(algorithm: SignatureAlgorithm, payload: [UInt8], signature: [UInt8]) {
    self.algorithm = algorithm
    self.payload = payload
    self.signature = signature
  }

  /// Reads a message that takes up all the bytes.
  public init(_ bytes: [UInt8], maximumPayload: Int = 1 << 20) throws(SignatureError) {
    var reader = CBORReader(bytes)
    let fields: Fields
    do throws(CodingError) {
      fields = try Fields(from: &reader, maximumPayload: maximumPayload)
      try reader.end()
    } catch {
      throw .malformed(error)
    }
    try self.init(fields)
  }

  /// What has to be verified for this to be a message signed with `key` for the purpose `aad`.
  ///
  /// - Parameter relyingParty: who WebAuthn assertions must have been made for; without one they are refused.
  public func signatureCheck(
    key: PublicKey, aad: ExternalAAD, relyingParty: WebAuthnRelyingParty? = nil
  ) throws(SignatureError) -> SignatureCheck {
    guard algorithm == key.algorithm else { throw .wrongAlgorithm(expected: key.algorithm, found: algorithm) }
    let toBeSigned = COSESign1.toBeSigned(algorithm: algorithm, payload: payload, aad: aad)
    guard algorithm == .webAuthn else {
      return try SignatureCheck(key: key, message: toBeSigned, signature: signature)
    }
    guard let relyingParty else { throw .webAuthn(.noRelyingParty) }
    let assertion: WebAuthnAssertion
    do { assertion = try WebAuthnAssertion(encoded: signature) } catch { throw .malformed(error) }
    if let defect = assertion.defect(challenge: SHA256.hash(toBeSigned), relyingParty: relyingParty) {
      throw .webAuthn(defect)
    }
    return try SignatureCheck(key: key, message: assertion.signedBytes, signature: assertion.signature)
  }
}

extension UnverifiedMessage {
  /// The four fields of the encoding, before the algorithm's number is understood.
  private struct Fields {
    let algorithm: Int64
    let payload: [UInt8]
    let signature: [UInt8]

    init(from reader: inout CBORReader, maximumPayload: Int) throws(CodingError) {
      try reader.tag(CBORReader.coseSign1)
      try reader.array(exactly: 4)
      algorithm = try Fields.algorithm(in: &reader)
      _ = try reader.map(max: 0)
      payload = try reader.bytes(max: maximumPayload)
      signature = try reader.bytes(max: WebAuthnAssertion.maximumByteCount)
    }

    private static func algorithm(in reader: inout CBORReader) throws(CodingError) -> Int64 {
      let header = try reader.bytes(max: 16)
      do throws(CodingError) {
        var inner = CBORReader(header)
        guard try inner.map(max: 1) == 1 else { throw inner.error(.wrongCount(expected: 1, found: 0)) }
        guard try inner.unsigned() == COSESign1.algorithmLabel else {
          throw inner.error(.invalid("the protected header is not the algorithm alone"))
        }
        let number: Int64 = try inner.signed()
        try inner.end()
        return number
      } catch {
        // The header is a string with items of its own: point at the string.
        throw reader.error(error.kind)
      }
    }
  }

  private init(_ fields: Fields) throws(SignatureError) {
    guard let algorithm = SignatureAlgorithm(rawValue: fields.algorithm) else {
      throw .unknownAlgorithm(fields.algorithm)
    }
    self.init(algorithm: algorithm, payload: fields.payload, signature: fields.signature)
    guard algorithm == .webAuthn || signature.count == Signature.byteCount else { throw .wrongLength(signature.count) }
  }
}

extension UnverifiedMessage: CBOREncodable {
  public func encode(to writer: inout CBORWriter) {
    writer.tag(CBORReader.coseSign1)
    writer.array(4)
    writer.bytes(COSESign1.protectedHeader(algorithm))
    writer.map(0)
    writer.bytes(payload)
    writer.bytes(signature)
  }
}

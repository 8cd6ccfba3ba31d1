import Coding

/// What a WebAuthn authenticator returns when it signs (Web Authentication level 3 §5.2.2), as it came.
public struct WebAuthnAssertion: Equatable, Sendable {
  /// rpIdHash 32 ‖ flags 1 ‖ signCount 4 ‖ what the flags announce (§6.1).
  public let authenticatorData: [UInt8]
  /// What the browser says it was asked, in UTF-8 (§5.8.1).
  public let clientDataJSON: [UInt8]
  /// r ‖ s. Authenticators return DER; whoever builds the message converts it, and normalises s.
  public let signature: Signature

  public init(authenticatorData: [UInt8], clientDataJSON: [UInt8], signature: Signature) {
    self.authenticatorData = authenticatorData
    self.clientDataJSON = clientDataJSON
    self.signature = signature
  }

  /// The bytes the authenticator signed (§6.3.3).
  public var signedBytes: [UInt8] { authenticatorData + SHA256.hash(clientDataJSON).bytes }

  static let maximumAuthenticatorData = 1024
  static let maximumClientData = 2048
  /// The most an encoded assertion takes, with room for its heads.
  static let maximumByteCount = maximumAuthenticatorData + maximumClientData + Signature.byteCount + 16
}

/// `[authenticatorData, clientDataJSON, signature]`
extension WebAuthnAssertion: CBORCodable {
  public func encode(to writer: inout CBORWriter) {
    writer.array(3)
    writer.bytes(authenticatorData)
    writer.bytes(clientDataJSON)
    writer.value(signature)
  }

  public init(from reader: inout CBORReader) throws(CodingError) {
    try reader.array(exactly: 3)
    authenticatorData = try reader.bytes(max: WebAuthnAssertion.maximumAuthenticatorData)
    clientDataJSON = try reader.bytes(max: WebAuthnAssertion.maximumClientData)
    signature = try reader.value()
  }
}

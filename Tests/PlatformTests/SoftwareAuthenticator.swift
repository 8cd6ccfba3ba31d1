import Coding
import Platform
import Signing

/// A WebAuthn authenticator and its browser in memory, which can be told to get every part of an assertion wrong.
struct SoftwareAuthenticator {
  let key = SigningKey(.p256, seed: SHA256.hash([UInt8]("authenticator".utf8)))

  var relyingPartyID = "salur.go.id"
  var flags: UInt8 = 0x05
  var extensions: [UInt8] = []
  var type = "webauthn.get"
  var challengePadding = ""
  var origin = "https://dompet.salur.go.id"
  var crossOrigin = "false"
  var clientDataStart = "{"
  var clientDataEnd = "}"
  var usesHighS = false

  var publicKey: PublicKey {
    guard case .p256(let point) = key.publicKey else { preconditionFailure() }
    return .webAuthn(point)
  }

  /// The signed message, as a phone would send it.
  func message(payload: [UInt8], aad: ExternalAAD) -> [UInt8] {
    COSESign1.message(payload: payload, assertion: assertion(payload: payload, aad: aad))
  }

  func assertion(payload: [UInt8], aad: ExternalAAD) -> WebAuthnAssertion {
    let challenge = SHA256.hash(COSESign1.toBeSigned(algorithm: .webAuthn, payload: payload, aad: aad))
    let data = SHA256.hash([UInt8](relyingPartyID.utf8)).bytes + [flags, 0, 0, 0, 1] + extensions
    let clientData = [UInt8](clientDataJSON(challenge: challenge).utf8)
    let signature = key.sign(data + SHA256.hash(clientData).bytes)
    return WebAuthnAssertion(
      authenticatorData: data, clientDataJSON: clientData, signature: usesHighS ? signature.mirrored : signature)
  }

  private func clientDataJSON(challenge: Digest) -> String {
    let text = Base64.encode(challenge.bytes).dropLast()
      .replacing("+", with: "-").replacing("/", with: "_")
    return "\(clientDataStart)\"type\":\"\(type)\",\"challenge\":\"\(text)\(challengePadding)\","
      + "\"origin\":\"\(origin)\",\"crossOrigin\":\(crossOrigin)\(clientDataEnd)"
  }
}

extension Signature {
  /// The same signature with s replaced by the group's order minus s.
  var mirrored: Signature {
    let order: [UInt8] =
      [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
      + [0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51]
    var bytes = bytes
    var borrow = 0
    for index in (0..<32).reversed() {
      let difference = Int(order[index]) - Int(bytes[32 + index]) - borrow
      bytes[32 + index] = UInt8(difference & 0xff)
      borrow = difference < 0 ? 1 : 0
    }
    return Signature(bytes: bytes)!
  }
}

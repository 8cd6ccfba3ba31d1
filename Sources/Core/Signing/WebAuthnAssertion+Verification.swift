import Coding

/// What is wrong with a WebAuthn assertion, in the order it is looked for.
public enum WebAuthnDefect: Equatable, Sendable {
  case noRelyingParty
  case authenticatorData
  case relyingParty
  case userNotPresent
  case userNotVerified
  case clientData
}

extension WebAuthnDefect: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noRelyingParty: "this network has named no relying party"
    case .authenticatorData: "the authenticator's data have the wrong length or contradictory flags"
    case .relyingParty: "it was made for another relying party"
    case .userNotPresent: "the user was not present"
    case .userNotVerified: "the user was not verified by fingerprint, face or PIN"
    case .clientData: "the browser's data do not name this request, from one of the allowed origins"
    }
  }
}

extension WebAuthnAssertion {
  /// What is wrong with the assertion, apart from its signature; nil if nothing is (level 3 §7.2, steps 10 to 19).
  package func defect(challenge: Digest, relyingParty: WebAuthnRelyingParty) -> WebAuthnDefect? {
    guard let data = AuthenticatorData(authenticatorData) else { return .authenticatorData }
    guard data.relyingPartyIDHash == relyingParty.idHash else { return .relyingParty }
    guard data.flags.contains(.userPresent) else { return .userNotPresent }
    guard data.flags.contains(.userVerified) else { return .userNotVerified }
    let isAllowed = relyingParty.origins.contains { isClientData(challenge: challenge, origin: $0) }
    return isAllowed ? nil : .clientData
  }

  /// The limited verification algorithm (level 3 §5.8.1.2): browsers write the members in one order, so the bytes up
  /// to `crossOrigin` are known beforehand, and nothing has to be searched for or parsed.
  private func isClientData(challenge: Digest, origin: [UInt8]) -> Bool {
    var expected = [UInt8](#"{"type":"webauthn.get","challenge":""#.utf8)
    expected += base64URL(challenge.bytes)
    expected += [UInt8](#"","origin":"#.utf8)
    expected += jsonString(origin)
    expected += [UInt8](#","crossOrigin":false"#.utf8)
    guard clientDataJSON.starts(with: expected), clientDataJSON.last == UInt8(ascii: "}") else { return false }
    let rest = clientDataJSON[expected.count...]
    return rest.count == 1 || rest.first == UInt8(ascii: ",")
  }
}

/// The fixed part of the authenticator's data (level 3 §6.1).
private struct AuthenticatorData {
  let relyingPartyIDHash: Digest
  let flags: Flags

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 37 else { return nil }
    relyingPartyIDHash = Digest(bytes: bytes[..<32])!
    flags = Flags(rawValue: bytes[32])
    let hasMore = flags.contains(.attestedData) || flags.contains(.extensionData)
    guard hasMore == (bytes.count > 37) else { return nil }
    // A key that cannot be backed up cannot have been.
    guard flags.contains(.backupEligible) || !flags.contains(.backedUp) else { return nil }
  }

  struct Flags: OptionSet {
    let rawValue: UInt8

    static let userPresent = Flags(rawValue: 0x01)
    static let userVerified = Flags(rawValue: 0x04)
    static let backupEligible = Flags(rawValue: 0x08)
    static let backedUp = Flags(rawValue: 0x10)
    static let attestedData = Flags(rawValue: 0x40)
    static let extensionData = Flags(rawValue: 0x80)
  }
}

/// CCDToString (level 3 §5.8.1.1): a JSON string, with the fewest escapes.
private func jsonString(_ utf8: [UInt8]) -> [UInt8] {
  var text = [UInt8(ascii: "\"")]
  for byte in utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
    case 0..<0x20: text += [UInt8](#"\u00"#.utf8) + [UInt8](Hex.encode([byte]).utf8)
    default: text.append(byte)
    }
  }
  return text + [UInt8(ascii: "\"")]
}

/// Base 64 with the alphabet for URLs and no padding (RFC 4648 §5).
private func base64URL(_ bytes: [UInt8]) -> [UInt8] {
  Base64.encode(bytes).utf8.compactMap { character in
    switch character {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    case UInt8(ascii: "="): nil
    default: character
    }
  }
}

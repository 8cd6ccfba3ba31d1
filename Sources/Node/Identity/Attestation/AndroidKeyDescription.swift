import SwiftASN1

/// What an Android device says about a key it made: the extension 1.3.6.1.4.1.11129.2.1.17
/// (https://source.android.com/docs/security/features/keystore/attestation).
struct AndroidKeyDescription {
  static let identifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17]

  let attestationLevel: SecurityLevel
  let keyLevel: SecurityLevel
  let challenge: [UInt8]
  let bySoftware: Authorizations
  let byHardware: Authorizations

  enum SecurityLevel: UInt8 {
    case software = 0
    case trustedEnvironment = 1
    case strongBox = 2
  }

  init(_ bytes: ArraySlice<UInt8>) throws(AttestationError) {
    do {
      self = try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
        _ = try Int64(derEncoded: &nodes)
        let attestationLevel = try Self.level(&nodes)
        _ = try Int64(derEncoded: &nodes)
        let keyLevel = try Self.level(&nodes)
        let challenge = try ASN1OctetString(derEncoded: &nodes)
        _ = try ASN1OctetString(derEncoded: &nodes)
        return Self(
          attestationLevel: attestationLevel, keyLevel: keyLevel, challenge: Array(challenge.bytes),
          bySoftware: try Authorizations(&nodes), byHardware: try Authorizations(&nodes))
      }
    } catch {
      throw .statement
    }
  }

  private init(
    attestationLevel: SecurityLevel, keyLevel: SecurityLevel, challenge: [UInt8], bySoftware: Authorizations,
    byHardware: Authorizations
  ) {
    self.attestationLevel = attestationLevel
    self.keyLevel = keyLevel
    self.challenge = challenge
    self.bySoftware = bySoftware
    self.byHardware = byHardware
  }

  private static func level(_ nodes: inout ASN1NodeCollection.Iterator) throws -> SecurityLevel {
    guard let node = nodes.next(), let level = SecurityLevel(rawValue: try enumerated(node)) else {
      throw AttestationError.statement
    }
    return level
  }

  /// A small enumerated value.
  static func enumerated(_ node: ASN1Node) throws -> UInt8 {
    guard node.identifier == .enumerated, case .primitive(let content) = node.content, content.count == 1 else {
      throw AttestationError.statement
    }
    return content.first!
  }
}

/// An AuthorizationList: what is true of the key according to whoever enforces the list. Tags not named here are skipped.
struct Authorizations {
  private(set) var purposes: Set<Int64> = []
  private(set) var algorithm: Int64?
  private(set) var curve: Int64?
  private(set) var needsNoUser = false
  /// Bits of the ways a user may be asked: 1 password, 2 fingerprint or face.
  private(set) var userAuthentication: Int64?
  private(set) var origin: Int64?
  private(set) var rootOfTrust: RootOfTrust?
  private(set) var application: Application?

  static let signs: Int64 = 2
  static let verifies: Int64 = 3
  static let ellipticCurve: Int64 = 3
  static let p256: Int64 = 1
  /// Made by the keystore that lists it, rather than imported.
  static let generated: Int64 = 0

  struct RootOfTrust {
    let isLocked: Bool
    /// The maker's or owner's key verified all that was started; 0 is the maker's.
    let bootState: UInt8
  }

  struct Application {
    let packages: [[UInt8]]
    /// SHA-256 digests of the certificates that signed the app.
    let signers: [[UInt8]]
  }

  init(_ nodes: inout ASN1NodeCollection.Iterator) throws {
    guard let list = nodes.next(), list.identifier == .sequence, case .constructed(let entries) = list.content else {
      throw AttestationError.statement
    }
    var last: UInt?
    for entry in entries {
      guard entry.identifier.tagClass == .contextSpecific, case .constructed(let inside) = entry.content else {
        throw AttestationError.statement
      }
      // In order and once: two readers must not see two values.
      guard last.map({ $0 < entry.identifier.tagNumber }) ?? true else { throw AttestationError.statement }
      last = entry.identifier.tagNumber
      var values = inside.makeIterator()
      guard let value = values.next(), values.next() == nil else { throw AttestationError.statement }
      try read(entry.identifier.tagNumber, value)
    }
  }

  private mutating func read(_ tag: UInt, _ value: ASN1Node) throws {
    switch tag {
    case 1: purposes = Set(try DER.set(of: Int64.self, identifier: .set, rootNode: value))
    case 2: algorithm = try Int64(derEncoded: value)
    case 10: curve = try Int64(derEncoded: value)
    case 503: needsNoUser = true
    case 504: userAuthentication = try Int64(derEncoded: value)
    case 702: origin = try Int64(derEncoded: value)
    case 704: rootOfTrust = try RootOfTrust(value)
    case 709: application = try Application(try ASN1OctetString(derEncoded: value).bytes)
    default: break
    }
  }
}

extension Authorizations.RootOfTrust {
  fileprivate init(_ node: ASN1Node) throws {
    self = try DER.sequence(node, identifier: .sequence) { nodes in
      _ = try ASN1OctetString(derEncoded: &nodes)
      let isLocked = try Bool(derEncoded: &nodes)
      guard let state = nodes.next() else { throw AttestationError.statement }
      let bootState = try AndroidKeyDescription.enumerated(state)
      // The digest of what was started: not in the first versions.
      _ = nodes.next()
      return Self(isLocked: isLocked, bootState: bootState)
    }
  }
}

extension Authorizations.Application {
  fileprivate init(_ bytes: ArraySlice<UInt8>) throws {
    self = try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
      let packages = try DER.set(try Self.next(&nodes), identifier: .set) { inside in
        var packages: [[UInt8]] = []
        while let package = inside.next() {
          packages.append(
            try DER.sequence(package, identifier: .sequence) { fields in
              let name = try ASN1OctetString(derEncoded: &fields)
              _ = try Int64(derEncoded: &fields)
              return Array(name.bytes)
            })
        }
        return packages
      }
      let signers = try DER.set(of: ASN1OctetString.self, identifier: .set, rootNode: try Self.next(&nodes))
      return Self(packages: packages, signers: signers.map { Array($0.bytes) })
    }
  }

  private static func next(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ASN1Node {
    guard let node = nodes.next() else { throw AttestationError.statement }
    return node
  }
}

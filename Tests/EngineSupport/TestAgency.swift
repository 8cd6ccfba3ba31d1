import Coding
import Model
import Platform
import Signing

/// Institutions of the test network, in order of account. The treasury has three officers, two of whom must agree; the
/// others have one.
package enum TestAgency: UInt32, CaseIterable {
  case bank, treasury, identity, licensing, ministry, registry, quake1, quake2, quake3

  package static let quakeSources: [TestAgency] = [.quake1, .quake2, .quake3]

  package var account: AccountNumber { AccountNumber(rawValue) }

  package func key(_ officer: UInt16 = 0) -> SigningKey {
    SigningKey(officer == 0 ? .p256 : .ed25519, seed: SHA256.hash(Array("agency \(rawValue)/\(officer)".utf8)))
  }

  package var agency: Agency { agency() }

  package func agency(isAuditor: Bool = false) -> Agency {
    let name = Text("\(self)")
    let officers: UInt16 = self == .treasury ? 3 : 1
    return Agency(
      name: name, title: Words(indonesian: name, english: name), roles: roles + (isAuditor ? [.auditor] : []),
      threshold: self == .treasury ? 2 : 1,
      officers: (0..<officers).map { key($0).publicKey }, seriesPrefix: self == .ministry ? "id." : nil,
      schemas: schemas)
  }

  private var roles: [Role] {
    switch self {
    case .bank: [.issuer]
    case .treasury: [.treasury, .recovery]
    case .identity: [.identity]
    case .licensing: [.licensing, .settlement]
    case .ministry: [.programmeOwner]
    case .registry, .quake1, .quake2, .quake3: [.factSource]
    }
  }

  private var schemas: [Text] {
    switch self {
    case .registry: ["test.family"]
    case .quake1, .quake2, .quake3: ["test.quake"]
    default: []
    }
  }
}

import Signing
import SwiftASN1

/// What a keystore says of a key, to be changed field by field.
package struct AndroidStatement {
  package static let identifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17]

  package init() {}

  package var attestationLevel: UInt8 = 1
  package var keyLevel: UInt8 = 1
  package var challenge: [UInt8] = Array("question".utf8)
  package var packages = ["id.go.example.wallet"]
  package var signers = [SHA256.hash(Array("signer".utf8)).bytes]
  package var software: [UInt: [UInt8]] = [:]
  package var hardware: [UInt: [UInt8]] = [
    1: TestDER.set([TestDER.integer(2)]), 2: TestDER.integer(3), 3: TestDER.integer(200),
    5: TestDER.set([TestDER.integer(4)]), 10: TestDER.integer(1), 504: TestDER.integer(2), 702: TestDER.integer(0),
    704: rootOfTrust(),
  ]

  package static func rootOfTrust(locked: Bool = true, state: UInt8 = 0) -> [UInt8] {
    TestDER.sequence([
      TestDER.octets([UInt8](repeating: 7, count: 32)), TestDER.boolean(locked), TestDER.enumerated(state),
      TestDER.octets([UInt8](repeating: 8, count: 32)),
    ])
  }

  package var bytes: [UInt8] {
    let application = TestDER.sequence([
      TestDER.set(packages.map { TestDER.sequence([TestDER.octets(Array($0.utf8)), TestDER.integer(1)]) }),
      TestDER.set(signers.map(TestDER.octets)),
    ])
    var software = software
    if software[709] == nil { software[709] = TestDER.octets(application) }
    func list(_ fields: [UInt: [UInt8]]) -> [UInt8] {
      TestDER.sequence(fields.sorted { $0.key < $1.key }.map { TestDER.tagged($0.key, $0.value) })
    }
    return TestDER.sequence([
      TestDER.integer(200), TestDER.enumerated(attestationLevel), TestDER.integer(200), TestDER.enumerated(keyLevel),
      TestDER.octets(challenge), TestDER.octets([]), list(software), list(hardware),
    ])
  }
}

import Crypto
import Identity
import IdentitySupport
import Model
import Signing
import SwiftASN1
import Testing
import X509

@Suite("Android key attestation")
struct AndroidAttestationTests {
  private typealias P256 = Crypto.P256

  typealias Change = @Sendable (inout Statement) -> Void

  typealias Statement = AndroidStatement

  private static let identifier = AndroidStatement.identifier
  private let authority: TestAuthority
  private let key = P256.Signing.PrivateKey()
  private let service: AndroidAttestation

  init() throws {
    authority = try TestAuthority()
    service = AndroidAttestation(
      roots: [try authority.rootDigest], package: "id.go.example.wallet", signers: [SHA256.hash(Array("signer".utf8))])
  }

  private func verify(
    _ chain: [[UInt8]], key: P256Point? = nil, now: Int64 = TestAuthority.now
  ) async throws(AttestationError) -> AttestedKey {
    try await service.verify(
      chain, challenge: Array("question".utf8), key: key ?? self.key.publicKey.point, now: now)
  }

  private func chain(_ change: Change = { _ in }) throws -> [[UInt8]] {
    var statement = Statement()
    change(&statement)
    return try authority.chain(key.publicKey, statement.bytes, Self.identifier)
  }

  @Test("A key that hardware made, and asks its owner for, is of the hardware tier", arguments: [1, 2] as [UInt8])
  func hardware(level: UInt8) async throws {
    let chain = try chain {
      $0.attestationLevel = level
      $0.keyLevel = level
    }
    let attested = try await verify(chain)
    #expect(attested.tier == .hardware && attested.shortfalls.isEmpty && attested.key == key.publicKey.point)
    #expect(try await verify(chain).chain == attested.chain)
    #expect(try await verify(self.chain()).chain != attested.chain)
  }

  @Test(
    "What only software enforces earns no hardware tier, and says why",
    arguments: [
      (AttestationShortfall.attestedBySoftware, Tier.software, change { $0.attestationLevel = 0 }),
      (.keptBySoftware, .software, change { $0.keyLevel = 0 }),
      (.notMadeInHardware, .software, change { $0.hardware[702] = TestDER.integer(2) }),
      (
        .notMadeInHardware, .software,
        change {
          $0.software[702] = $0.hardware[702]
          $0.hardware[702] = nil
        }
      ),
      (
        .noRootOfTrust, .software,
        change {
          $0.software[704] = $0.hardware[704]
          $0.hardware[704] = nil
        }
      ),
      (.deviceUnlocked, .software, change { $0.hardware[704] = Statement.rootOfTrust(locked: false) }),
      (.bootNotVerified, .software, change { $0.hardware[704] = Statement.rootOfTrust(state: 1) }),
      (.bootNotVerified, .software, change { $0.hardware[704] = Statement.rootOfTrust(state: 2) }),
      (.bootNotVerified, .software, change { $0.hardware[704] = Statement.rootOfTrust(state: 3) }),
      (.userNotAsked, .platform, change { $0.hardware[504] = nil }),
      (.userNotAsked, .platform, change { $0.hardware[504] = TestDER.integer(0) }),
      (.userNotAsked, .platform, change { $0.hardware[503] = TestDER.item([5], []) }),
      (.userNotAsked, .platform, change { $0.software[503] = TestDER.item([5], []) }),
      (
        .userAskedBySoftware, .platform,
        change {
          $0.software[504] = $0.hardware[504]
          $0.hardware[504] = nil
        }
      ),
      (
        .purposeBySoftware, .platform,
        change {
          $0.software[1] = $0.hardware[1]
          $0.hardware[1] = nil
        }
      ),
    ] as [(AttestationShortfall, Tier, Change)])
  func shortfalls(
    shortfall: AttestationShortfall, tier: Tier, change: Change
  ) async throws {
    let attested = try await verify(chain(change))
    #expect(attested.shortfalls == [shortfall] && attested.tier == tier)
  }

  @Test(
    "A statement about another question, app, key or use is refused",
    arguments: [
      (AttestationError.challenge, change { $0.challenge = Array("another".utf8) }),
      (.challenge, change { $0.challenge = [] }),
      (.application, change { $0.packages = ["id.go.example.other"] }),
      (.application, change { $0.packages = [] }),
      (.application, change { $0.packages.append("id.go.example.other") }),
      (.application, change { $0.signers = [] }),
      (.application, change { $0.signers = [SHA256.hash([1]).bytes] }),
      (.application, change { $0.signers.append(SHA256.hash([1]).bytes) }),
      (.purpose, change { $0.hardware[1] = TestDER.set([TestDER.integer(0), TestDER.integer(2)]) }),
      (.purpose, change { $0.hardware[1] = TestDER.set([TestDER.integer(3)]) }),
      (.purpose, change { $0.software[1] = TestDER.set([TestDER.integer(7)]) }),
      (.purpose, change { $0.hardware[1] = nil }),
      (.purpose, change { $0.hardware[2] = TestDER.integer(1) }),
      (.purpose, change { $0.hardware[2] = nil }),
      (.purpose, change { $0.hardware[10] = TestDER.integer(2) }),
      (.statement, change { $0.keyLevel = 3 }),
      (.statement, change { $0.hardware[702] = TestDER.octets([0]) }),
      (.statement, change { $0.hardware[704] = TestDER.octets([0]) }),
      (.statement, change { $0.software[709] = TestDER.octets([0]) }),
      (.statement, change { $0.hardware[1] = TestDER.integer(2) }),
      (.statement, change { $0.hardware[504] = TestDER.integer(2) + TestDER.integer(2) }),
    ] as [(AttestationError, Change)])
  func refusals(error: AttestationError, change: Change) async throws {
    let chain = try chain(change)
    await #expect(throws: error) { try await verify(chain) }
  }

  @Test("Certificates that do not lead from this key to a known root, now, are refused")
  func chains() async throws {
    let good = try chain()
    func refused(_ error: AttestationError, _ chain: [[UInt8]], now: Int64 = TestAuthority.now) async {
      await #expect(throws: error) { try await verify(chain, now: now) }
    }
    await refused(.certificateCount(1), [good[0]])
    await refused(.certificateCount(9), [[UInt8]](repeating: good[0], count: 9))
    await refused(.certificateTooLong(8193), [[UInt8](repeating: 0, count: 8193), good[2]])
    await refused(.certificate(1), [good[0], [1, 2, 3], good[2]])
    await refused(.unknownRoot, Array(good.dropLast()))
    await refused(.chain, [good[0], good[2]])
    await refused(.chain, [good[1], good[0], good[2]])
    await refused(.chain, [good[0], good[1], good[1], good[2]])
    await refused(.noStatement, [good[1], good[2]])
    await refused(.chain, good, now: TestAuthority.now + 1001)
    await refused(.chain, good, now: TestAuthority.now - 1001)
    let other = try TestAuthority()
    let foreign = try other.chain(key.publicKey, Statement().bytes, Self.identifier)
    await refused(.unknownRoot, foreign)
    await refused(.chain, [foreign[0], good[1], good[2]])
    let silent = try authority.chain(key.publicKey, nil, Self.identifier)
    await refused(.noStatement, silent)
    let short = try authority.chain(key.publicKey, Statement().bytes + [0], Self.identifier)
    await refused(.statement, short)
    let stranger = P256.Signing.PrivateKey().publicKey.point
    await #expect(throws: AttestationError.otherKey) { try await verify(good, key: stranger) }
    // An attested key signs a statement about another one.
    let second = P256.Signing.PrivateKey()
    let forged = try authority.forged(second.publicKey, Statement().bytes, Self.identifier, by: key, under: good)
    await #expect(throws: AttestationError.chain) { try await verify(forged, key: second.publicKey.point) }
    let talking = try TestAuthority(
      statementAbove: Certificate.Extension(oid: Self.identifier, critical: false, value: Statement().bytes[...]))
    let above = AndroidAttestation(roots: [try talking.rootDigest], package: service.package, signers: service.signers)
    let chain = try talking.chain(key.publicKey, Statement().bytes, Self.identifier)
    await #expect(throws: AttestationError.statementAbove) {
      try await above.verify(
        chain, challenge: Array("question".utf8), key: key.publicKey.point, now: TestAuthority.now)
    }
  }

  @Test("Certificates with any byte changed are refused, and statements at every cut")
  func everyByte() async throws {
    let good = try chain()
    for (number, certificate) in good.enumerated() {
      for index in certificate.indices {
        var changed = good
        changed[number][index] ^= 1
        await #expect(throws: AttestationError.self, "certificate \(number), byte \(index)") {
          try await verify(changed)
        }
      }
    }
    let statement = Statement().bytes
    for count in stride(from: 0, to: statement.count, by: 7) {
      let cut = try authority.chain(key.publicKey, Array(statement[..<count]), Self.identifier)
      await #expect(throws: AttestationError.statement, "\(count) bytes") { try await verify(cut) }
    }
  }
}

/// Gives a closure its type.
private func change(_ body: @escaping AndroidAttestationTests.Change) -> AndroidAttestationTests.Change { body }

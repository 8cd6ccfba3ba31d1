import Coding
import Identity
import Model
import Platform
import Presentation
import Rules
import Signing
import Testing

@Suite("Enrolment")
struct EnrolmentTests {
  private static let audience = "https://registration.example.go.id"
  private static let now = TwoAgencies.now / 1000
  private let mock = MockNationalIdentity(seed: 7, families: 12)
  private let holder = SigningKey(.p256, seed: SHA256.hash(Array("holder".utf8)))

  private func point(_ key: SigningKey) throws -> P256Point {
    guard case .p256(let point) = key.publicKey else { throw CredentialError.noHolderKey }
    return point
  }

  private func registrar() -> Registrar {
    Registrar(network: TwoAgencies.network, policies: [mock.identity.policy(audience: Self.audience)])
  }

  private func presentation(
    of person: Int, challenge: Digest, for key: PublicKey? = nil,
    _ claims: [String] = EnrolmentCredential.needed.map(\.rawValue), from issued: String? = nil
  ) throws -> String {
    let issued = try issued ?? mock.credential(of: person, holder: point(holder), now: Self.now)
    let nonce = Registrar.nonce(challenge, key: key ?? holder.publicKey, network: TwoAgencies.network)
    return try HeldCredential(issued).present(claims, key: holder, nonce: nonce, audience: Self.audience, now: Self.now)
  }

  private func applicant(_ person: Int) throws -> Applicant {
    var registrar = registrar()
    let challenge = try registrar.challenge(SHA256.hash([UInt8(person)]), now: Self.now)
    return try registrar.verify(
      presentation(of: person, challenge: challenge), challenge: challenge, key: holder.publicKey, now: Self.now)
  }

  private func family(_ person: Int, _ agencies: inout TwoAgencies) async throws -> EnrolledFamily {
    let applicant = try applicant(person)
    let blinded = try applicant.blind(try await mock.identity.family(applicant.claims.subject), keys: agencies.keys)
    return try blinded.finish(
      first: agencies.evaluate(.first, blinded.elements(for: .first)),
      second: agencies.evaluate(.second, blinded.elements(for: .second)))
  }

  private func proof(_ unproven: UnprovenRegistration, by key: SigningKey? = nil) -> [UInt8] {
    (key ?? holder).signedMessage(payload: unproven.payload, aad: Possession.aad(network: TwoAgencies.network))
  }

  @Test("A family of three is registered: the command carries what both agencies made, and the holder's proof")
  func register() async throws {
    var agencies = try TwoAgencies()
    let family = try await family(2, &agencies)
    #expect(family.members.count == 3 && Set(family.members).count == 3)
    let salt = Salt(high: 1, low: 2)
    let unproven = family.register(salt: salt)
    let action = try unproven.prove(proof(unproven))
    let sealed = try #require(action.sealed.first)
    #expect(action.action == .register(sealed: sealed.digest, key: holder.publicKey) && action.sealed.count == 1)
    let registration = try Registration(encoded: sealed.content)
    #expect(registration == Registration(region: mock[2].region, members: family.members) && sealed.salt == salt)
    // The command the officer signs verifies as the ledger will verify it.
    let officer = agencies.officer
    let command = Command(
      network: TwoAgencies.network, account: AccountNumber(3), credential: 0, sequence: 0,
      validUntil: BlockTime(milliseconds: TwoAgencies.now), nonce: salt, action: action.action)
    let signed = officer.signedMessage(
      payload: command.encoded, aad: ExternalAAD("command", network: TwoAgencies.network))
    let unverified = try UnverifiedCommand(signed: signed + action.proof, sealed: action.sealed)
    let relyingParty = WebAuthnRelyingParty(id: "example.go.id", origins: ["https://example.go.id"])
    let verified = try VerifiedCommand(
      unverified, key: officer.publicKey, relyingParty: relyingParty, verify: SignatureVerifier.verify)
    #expect(verified != nil)
    // The same family again, by another credential, has the same nullifiers: the ledger sees the second registration.
    #expect(try await self.family(2, &agencies).members == family.members)
    #expect(Set(try await self.family(3, &agencies).members).isDisjoint(with: family.members))
  }

  @Test("An account is claimed by one of its family, and by nobody else")
  func claim() async throws {
    var agencies = try TwoAgencies()
    let family = try await family(4, &agencies)
    let other = try await self.family(3, &agencies)
    let account = AccountNumber(42)
    let unproven = try family.claim(account, registered: family.members.reversed())
    #expect(try unproven.prove(proof(unproven)).action == .claim(account: account, key: holder.publicKey))
    // The card changed since, but the applicant is still on it.
    _ = try family.claim(account, registered: [family.members[0]] + other.members)
    #expect(throws: EnrolmentError.otherFamily) { try family.claim(account, registered: other.members) }
    #expect(throws: EnrolmentError.otherFamily) {
      try family.claim(account, registered: Array(family.members.dropFirst()))
    }
    #expect(throws: EnrolmentError.possession(.wrongSignature)) {
      try unproven.prove(proof(family.register(salt: .none)))
    }
    let other42 = try family.claim(AccountNumber(43), registered: family.members)
    #expect(throws: EnrolmentError.possession(.wrongSignature)) { try other42.prove(proof(unproven)) }
    let thief = SigningKey(.p256, seed: .zero)
    #expect(throws: EnrolmentError.possession(.wrongSignature)) { try unproven.prove(proof(unproven, by: thief)) }
    let bytes = proof(unproven)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: EnrolmentError.self, "byte \(index)") { try unproven.prove(changed) }
    }
  }

  @Test("A presentation serves for one question and one key")
  func questions() throws {
    var registrar = registrar()
    let challenge = try registrar.challenge(SHA256.hash([1]), now: Self.now)
    let text = try presentation(of: 0, challenge: challenge)
    _ = try registrar.verify(text, challenge: challenge, key: holder.publicKey, now: Self.now)
    #expect(throws: EnrolmentError.challenge(.unknown)) {
      try registrar.verify(text, challenge: challenge, key: holder.publicKey, now: Self.now)
    }
    // Somebody in between passes it on with a key of their own; the question is gone afterwards.
    let second = try registrar.challenge(SHA256.hash([2]), now: Self.now)
    let passed = try presentation(of: 0, challenge: second)
    let thief = SigningKey(.p256, seed: .zero)
    #expect(throws: EnrolmentError.credential(.nonce)) {
      try registrar.verify(passed, challenge: second, key: thief.publicKey, now: Self.now)
    }
    #expect(throws: EnrolmentError.challenge(.unknown)) {
      try registrar.verify(passed, challenge: second, key: holder.publicKey, now: Self.now)
    }
    let late = try registrar.challenge(SHA256.hash([3]), now: Self.now - Challenges.life - 1)
    #expect(throws: EnrolmentError.challenge(.expired)) {
      try registrar.verify(presentation(of: 0, challenge: late), challenge: late, key: holder.publicKey, now: Self.now)
    }
    // Another network's service asks another question.
    var elsewhere = Registrar(network: NetworkID(genesis: .zero), policies: registrar.policies)
    let there = try elsewhere.challenge(SHA256.hash([4]), now: Self.now)
    #expect(throws: EnrolmentError.credential(.nonce)) {
      try elsewhere.verify(
        presentation(of: 0, challenge: there), challenge: there, key: holder.publicKey, now: Self.now)
    }
  }

  @Test("A credential that does not show what is needed, or says something else, is refused")
  func claims() throws {
    func refused(_ error: EnrolmentError, showing names: [String], _ claims: [(name: String, value: JSON)]) throws {
      var registrar = registrar()
      let challenge = try registrar.challenge(SHA256.hash([1]), now: Self.now)
      let issued = mock.issuer.issue(
        EnrolmentCredential.name, subject: "s", claims: claims, holder: try point(holder), from: Self.now,
        until: Self.now + 100)
      let text = try presentation(of: 0, challenge: challenge, names, from: issued)
      #expect(throws: error) {
        try registrar.verify(text, challenge: challenge, key: holder.publicKey, now: Self.now)
      }
    }
    let good: [(name: String, value: JSON)] = [
      ("over_6", true), ("region_code", "53.71.04.1001"), ("family_size", 2),
    ]
    for (hidden, _) in good {
      try refused(.claim(hidden), showing: good.map(\.name).filter { $0 != hidden }, good)
    }
    let all = good.map(\.name)
    func changing(_ name: String, _ value: JSON) -> [(name: String, value: JSON)] {
      good.map { $0.name == name ? (name, value) : $0 }
    }
    try refused(.tooYoung, showing: all, changing("over_6", false))
    try refused(.claim("over_6"), showing: all, changing("over_6", "true"))
    try refused(.claim("region_code"), showing: all, changing("region_code", "53.71.04"))
    try refused(.claim("region_code"), showing: all, changing("region_code", "53.71.04.100"))
    try refused(.claim("family_size"), showing: all, changing("family_size", 0))
    try refused(.claim("family_size"), showing: all, changing("family_size", 25))
    let keys = try TwoAgencies().keys
    let one = try applicant(1)
    #expect(throws: EnrolmentError.familySize(credential: 2, card: 3)) { try one.blind(mock[2].card, keys: keys) }
    let twin = FamilyCard(holder: mock[1].card.holder, others: [mock[1].card.holder])
    #expect(throws: EnrolmentError.nullifier(.twice)) { try one.blind(twin, keys: keys) }
  }

  @Test("The made-up registry answers for its own people only, with distinct numbers")
  func registry() async throws {
    await #expect(throws: NationalIdentityError.unknownSubject) { try await mock.identity.family("nobody") }
    let many = MockNationalIdentity(seed: 1, families: 500)
    let numbers = (0..<many.count).flatMap { many[$0].card.everyone }
    #expect(Set(numbers).count == numbers.count)
    #expect(MockNationalIdentity(seed: 1, families: 3)[2].subject == many[2].subject)
    #expect(MockNationalIdentity(seed: 2, families: 3)[2].subject != many[2].subject)
  }
}

import Coding
import Platform
import Presentation
import Rules
import Signing

/// Stands in for the national identity app and its registry: made-up people whom anyone with the seed can make up again.
/// For demonstrations and tests only.
public struct MockNationalIdentity: Sendable {
  public let issuer: CredentialIssuer
  private let people: [Person]

  public struct Person: Sendable {
    public let subject: String
    public let card: FamilyCard
    public let region: Region
    public let isOver6: Bool
  }

  public static let name = "https://identity.example.go.id"

  private static let villages = ["53.71.04.1001", "31.71.01.1001", "12.71.02.1003", "73.71.05.1002"]

  /// - Parameters:
  ///   - families: how many; they have one to five people each, the first of whom holds the card.
  ///   - name: the issuer's.
  public init(seed: UInt64, families: Int, name: String = Self.name) {
    let key = SigningKey(.p256, seed: Self.hash("issuer", seed, 0))
    issuer = CredentialIssuer(name: name, key: key)!
    people = (0..<families).map { family in
      let region = Region(Self.villages[family % Self.villages.count])!
      let size = 1 + family % 5
      let numbers = (0..<size).map { Self.number(region, family: family, member: $0) }
      let subject = Hex.encode(Array(Self.hash("subject", seed, UInt64(family)).bytes.prefix(16)))
      return Person(
        subject: subject, card: FamilyCard(holder: numbers[0], others: Array(numbers.dropFirst())), region: region,
        isOver6: true)
    }
  }

  public var count: Int { people.count }

  public subscript(person: Int) -> Person { people[person] }

  /// What the registration service sees of it.
  public var identity: NationalIdentity {
    let people = self.people
    return NationalIdentity(issuer: issuer.name, keys: [issuer.publicKey]) {
      (subject) throws(NationalIdentityError) in
      guard let person = people.first(where: { $0.subject == subject }) else { throw .unknownSubject }
      return person.card
    }
  }

  /// A person's credential for the key in their wallet.
  ///
  /// - Parameter now: seconds since 1970.
  public func credential(of person: Int, holder: P256Point, now: Int64, days: Int64 = 30) -> String {
    let shown = people[person]
    return issuer.issue(
      EnrolmentCredential.name, subject: shown.subject,
      claims: [
        ("over_6", .bool(shown.isOver6)), ("region_code", .string(shown.region.description)),
        ("family_size", JSON(shown.card.everyone.count)), ("given_name", .string("Warga \(person + 1)")),
      ],
      holder: holder, from: now, until: now + days * 86_400)
  }

  /// A number nobody has been given: the serial numbers of one day never come near 9000.
  private static func number(_ region: Region, family: Int, member: Int) -> NationalNumber {
    let padded = { (value: Int, width: Int) in
      String(repeating: "0", count: max(0, width - String(value).utf8.count)) + String(value)
    }
    let district = region.ancestor(at: .district)!.description.filter { $0 != "." }
    let day = 1 + (family + member) % 28 + (member.isMultiple(of: 2) ? 0 : 40)
    let birth = padded(day, 2) + padded(1 + family / 28 % 12, 2) + padded(60 + family / 336 % 40, 2)
    do {
      return try NationalNumber(district + birth + padded(9000 + 5 * (family / 13_440) + member, 4))
    } catch {
      preconditionFailure("made-up numbers are well-formed: \(error)")
    }
  }

  private static func hash(_ purpose: String, _ seed: UInt64, _ number: UInt64) -> Digest {
    SHA256.hash(Array("salur/mock-identity/\(purpose)/\(seed)/\(number)".utf8))
  }
}

import Coding
import Identity
import Model
import Outbound
import Presentation
import Signing

/// The population registry inside the identity authority's own network: `GET URL/families/SUBJECT` answers
/// `{"numbers": ["…", …], "registered": {"account": "SLR-…", "nullifiers": ["…", …]}}`, the holder of the credential first;
/// `registered` only where the authority opened an account for the family itself.
struct RegistryClient: Sendable {
  let url: String
  let keyVersion: UInt8
  private let client = OutboundClient(seconds: 15, maximumBytes: 16 << 10)

  func family(_ subject: String) async throws(NationalIdentityError) -> FamilyCard {
    let answer: OutboundAnswer
    do throws(OutboundError) {
      answer = try await client.get("\(url)/families/\(Self.escaped(subject))")
    } catch {
      throw .unavailable(error.description)
    }
    if answer.status == 404 { throw .unknownSubject }
    guard answer.status == 200, let card = Self.card(answer.body, keyVersion: keyVersion) else {
      throw .unavailable("status \(answer.status)")
    }
    return card
  }

  private static func card(_ body: [UInt8], keyVersion: UInt8) -> FamilyCard? {
    guard let json = try? JSONReader.read(body), case .array(let texts)? = json["numbers"],
      (1...BlindedNumbers.maximumCount).contains(texts.count)
    else { return nil }
    var numbers: [NationalNumber] = []
    for text in texts {
      guard case .string(let text) = text, let number = try? NationalNumber(text) else { return nil }
      numbers.append(number)
    }
    var registered: RegisteredFamily?
    if let family = json["registered"], family != .null {
      guard let account = family.string("account").flatMap({ AccountName(parsing: $0)?.account }),
        case .array(let texts)? = family["nullifiers"], (1...Registration.maximumMembers).contains(texts.count)
      else { return nil }
      var members: [Nullifier] = []
      for text in texts {
        guard case .string(let text) = text, let value = try? Digest(hex: text) else { return nil }
        members.append(Nullifier(value: value, keyVersion: keyVersion))
      }
      registered = RegisteredFamily(account: account, members: members)
    }
    return FamilyCard(holder: numbers[0], others: Array(numbers.dropFirst()), registered: registered)
  }

  /// As one segment of a path (RFC 3986 §2.3): issuers may call people anything.
  private static func escaped(_ text: String) -> String {
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~".utf8)
    return text.utf8.map { byte in
      kept.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
    }.joined()
  }
}

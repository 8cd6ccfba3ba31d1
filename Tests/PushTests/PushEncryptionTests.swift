import Coding
import Crypto
import Foundation
import Push
import PushSupport
import Testing

@Suite("Only the phone reads what is pushed to it")
struct PushEncryptionTests {
  /// RFC 8291 §5 and appendix A.
  @Test("RFC 8291's example, byte by byte")
  func example() throws {
    let phone = try Phone(
      privateKey: Base64.decodeURL("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
      secret: Base64.decodeURL("BTBZMqHH6r4Tts7J_aSIgg"))
    let sender = try P256.KeyAgreement.PrivateKey(
      rawRepresentation: Base64.decodeURL("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    let salt = try Base64.decodeURL("DGv6ra1nlYgDCS1FRnbzlw")
    let text = Array("When I grow up, I want to be a watermelon".utf8)
    let subscription = try phone.subscription("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV")
    #expect(
      Base64.encodeURL(phone.publicKey)
        == "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
    let body = PushEncryption(subscription, sender: sender, salt: salt).encrypt(text)
    #expect(
      Base64.encodeURL(body)
        == "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    #expect(try phone.read(body) == text)
  }

  @Test("every message has the same length and another key; the phone reads it, another does not")
  func roundTrip() throws {
    let (phone, other) = (Phone(), Phone())
    let subscription = try phone.subscription("https://push.example.net/a")
    let messages = [PushMessage(kind: "payment-arrived", entry: 1), PushMessage(kind: "a", entry: .max)]
    let bodies = messages.map { $0.encrypted(for: subscription) }
    #expect(Set(bodies.map(\.count)) == [86 + PushMessage.paddedByteCount + 1 + 16])
    #expect(bodies[0][21..<86] != bodies[1][21..<86])
    for (message, body) in zip(messages, bodies) { #expect(try phone.read(body) == message.json) }
    #expect(throws: (any Error).self) { try other.read(bodies[0]) }
  }

  @Test("a key that is no point of the curve is refused")
  func badKeys() throws {
    let endpoint = try #require(PushEndpoint("https://push.example.net/a"))
    let phone = Phone()
    #expect(PushSubscription(endpoint: endpoint, key: phone.publicKey, secret: phone.secret) != nil)
    #expect(
      PushSubscription(endpoint: endpoint, key: [4] + [UInt8](repeating: 1, count: 64), secret: phone.secret) == nil)
    #expect(PushSubscription(endpoint: endpoint, key: Array(phone.publicKey.dropFirst()), secret: phone.secret) == nil)
    #expect(PushSubscription(endpoint: endpoint, key: phone.publicKey, secret: []) == nil)
  }
}

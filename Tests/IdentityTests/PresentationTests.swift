import Coding
import Identity
import Platform
import Presentation
import Signing
import Testing

@Suite("Presentations of credentials")
struct PresentationTests {
  static let now: Int64 = 1_790_000_000
  static let holder = SigningKey(.p256, seed: SHA256.hash(Array("holder".utf8)))
  static let issuer = CredentialIssuer(
    name: "https://issuer.example.go.id", key: SigningKey(.p256, seed: SHA256.hash(Array("issuer".utf8))))!
  static let policy = CredentialPolicy(
    issuer: issuer.name, keys: [issuer.publicKey], credential: "urn:test:1", audience: "urn:service")

  static var point: P256Point {
    guard case .p256(let point) = holder.publicKey else { preconditionFailure() }
    return point
  }

  static func issued(
    _ claims: [(name: String, value: JSON)] = [("a", 1), ("b", "two"), ("c", ["x": [true]])],
    by issuer: CredentialIssuer = issuer,
    type: String = CredentialPolicy.usualType
  ) -> String {
    issuer.issue(
      "urn:test:1", subject: "s", claims: claims, holder: point, from: now - 100, until: now + 1000, type: type)
  }

  static func present(_ names: [String], of issued: String = issued(), at time: Int64 = now) throws -> String {
    try HeldCredential(issued).present(names, key: holder, nonce: "n", audience: "urn:service", now: time)
  }

  static func verify(_ text: String, now: Int64 = now) throws(CredentialError) -> VerifiedPresentation {
    try VerifiedPresentation(verifying: text, policy: policy, nonce: "n", now: now)
  }

  /// A credential whose issuer wrote any payload and header.
  static func token(
    _ header: JSON, _ payload: JSON, key: SigningKey = SigningKey(.p256, seed: SHA256.hash(Array("issuer".utf8)))
  ) -> String {
    let signed = Base64.encodeURL(Array(header.text.utf8)) + "." + Base64.encodeURL(Array(payload.text.utf8))
    return signed + "." + Base64.encodeURL(key.sign(Array(signed.utf8)).bytes)
  }

  static let usualHeader: JSON = ["alg": "ES256", "typ": "dc+sd-jwt"]

  static func payload(_ changes: [String: JSON?] = [:]) -> JSON {
    let jwk: JSON = [
      "kty": "EC", "crv": "P-256", "x": .string(Base64.encodeURL(point.x.bytes)),
      "y": .string(Base64.encodeURL(point.y.bytes)),
    ]
    var members: [String: JSON?] = [
      "iss": .string(issuer.name), "vct": "urn:test:1", "exp": .int(now + 1000), "cnf": ["jwk": jwk],
    ]
    members.merge(changes) { $1 }
    return .object(members.compactMap { key, value in value.map { JSON.Member(key: key, value: $0) } })
  }

  /// The same, bound by its holder.
  static func bound(
    _ token: String, _ disclosures: [String] = [], binding changes: [String: JSON?] = [:],
    header: JSON = ["alg": "ES256", "typ": "kb+jwt"], key: SigningKey = holder
  ) -> String {
    let disclosed = ([token] + disclosures).joined(separator: "~") + "~"
    var members: [String: JSON?] = [
      "nonce": "n", "aud": "urn:service", "iat": .int(now),
      "sd_hash": .string(Base64.encodeURL(SHA256.hash(Array(disclosed.utf8)).bytes)),
    ]
    members.merge(changes) { $1 }
    let payload = JSON.object(members.compactMap { key, value in value.map { JSON.Member(key: key, value: $0) } })
    return disclosed + Self.token(header, payload, key: key)
  }

  static func disclosure(_ json: JSON) -> (text: String, digest: JSON) {
    let text = Base64.encodeURL(Array(json.text.utf8))
    return (text, .string(Base64.encodeURL(SHA256.hash(Array(text.utf8)).bytes)))
  }

  @Test("show what their holder chose, and nothing else", arguments: [[], ["a"], ["b", "c"], ["a", "b", "c"]])
  func chosen(names: [String]) throws {
    let verified = try Self.verify(Self.present(names))
    for name in ["a", "b", "c"] { #expect((verified.claims[name] != nil) == names.contains(name)) }
    #expect(verified.claims["sub"] == "s" && verified.holder == Self.point)
    if names.contains("c") { #expect(verified.claims["c"] == ["x": [true]]) }
  }

  @Test("with any byte changed are refused")
  func everyByte() throws {
    let bytes = Array(try Self.present(["a", "c"]).utf8)
    _ = try Self.verify(String(decoding: bytes, as: UTF8.self))
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: CredentialError.self, "byte \(index)") {
        try Self.verify(String(decoding: changed, as: UTF8.self))
      }
    }
  }

  @Test("with a disclosure added, taken away, repeated or moved are refused")
  func disclosures() throws {
    let issued = Self.issued()
    let all = issued.split(separator: "~").map(String.init)
    var parts = try Self.present(["a", "b"], of: issued).split(separator: "~", omittingEmptySubsequences: false)
      .map(String.init)
    func refused(_ error: CredentialError, _ parts: [String]) {
      #expect(throws: error) { try Self.verify(parts.joined(separator: "~")) }
    }
    refused(.disclosuresChanged, [parts[0], parts[1], parts[3]])
    refused(.disclosuresChanged, [parts[0], parts[2], parts[1], parts[3]])
    refused(.disclosuresChanged, [parts[0], parts[1], parts[2], all[3], parts[3]])
    refused(.digestTwice, [parts[0], parts[1], parts[1], parts[2], parts[3]])
    let strange = Self.disclosure(["c2FsdA", "a", 2]).text
    refused(.unreferenced(2), [parts[0], parts[1], parts[2], strange, parts[3]])
    refused(.notBound, Array(parts.dropLast()) + [""])
    parts[3] = try Self.present(["a"], of: issued).split(separator: "~").map(String.init)[2]
    refused(.disclosuresChanged, parts)
  }

  @Test(
    "bound to another question, verifier, time or key are refused",
    arguments: [
      (["nonce": "m"], CredentialError.nonce), (["nonce": nil], .nonce), (["nonce": 1], .nonce),
      (["aud": "urn:other"], .audience), (["aud": ["urn:service"]], .audience), (["sd_hash": nil], .disclosuresChanged),
      (["sd_hash": "x"], .disclosuresChanged), (["iat": nil], .missing("iat")), (["iat": "1790000000"], .wrong("iat")),
      (["iat": -1], .wrong("iat")), (["iat": .int(.max)], .wrong("iat")),
      (["iat": .int(now - 301)], .staleBinding), (["iat": .int(now + 61)], .bindingFromTheFuture),
    ] as [([String: JSON?], CredentialError)])
  func bindings(changes: [String: JSON?], error: CredentialError) {
    let token = Self.token(Self.usualHeader, Self.payload())
    #expect(throws: Never.self) { try Self.verify(Self.bound(token)) }
    #expect(throws: error) { try Self.verify(Self.bound(token, binding: changes)) }
  }

  @Test(
    "of a credential that says something else are refused",
    arguments: [
      (["iss": "https://issuer.example.com"], CredentialError.unknownIssuer), (["iss": nil], .missing("iss")),
      (["iss": 1], .unknownIssuer), (["vct": "urn:test:2"], .otherCredential), (["vct": nil], .otherCredential),
      (["exp": nil], .missing("exp")), (["exp": .int(now - 60)], .expired), (["exp": "x"], .wrong("exp")),
      (["nbf": .int(now + 61)], .notYetValid), (["iat": .int(now + 61)], .notYetValid), (["cnf": nil], .noHolderKey),
      (["cnf": ["jwk": ["kty": "EC"]]], .wrong("cnf")), (["cnf": "key"], .wrong("cnf")),
      (["_sd_alg": "sha-512"], .hashAlgorithm), (["_sd": "x"], .structure(.issuer)),
      (["_sd": [1]], .structure(.issuer)),
      (["_sd": ["x", "x"]], .digestTwice), (["a": ["_sd": ["x"]], "_sd": ["x"]], .digestTwice),
      (["a": [["...": "x"]], "_sd": ["x"]], .digestTwice), (["a": ["...": "x"]], .reserved("...")),
    ] as [([String: JSON?], CredentialError)])
  func payloads(changes: [String: JSON?], error: CredentialError) {
    #expect(throws: error) { try Self.verify(Self.bound(Self.token(Self.usualHeader, Self.payload(changes)))) }
  }

  @Test("signed by others, or with anything but ES256, are refused")
  func signatures() throws {
    let other = SigningKey(.p256, seed: SHA256.hash(Array("other".utf8)))
    func refused(_ error: CredentialError, _ text: String) { #expect(throws: error) { try Self.verify(text) } }
    let token = Self.token(Self.usualHeader, Self.payload())
    refused(.signature(.issuer), Self.bound(Self.token(Self.usualHeader, Self.payload(), key: other)))
    refused(.signature(.holder), Self.bound(token, key: other))
    for algorithm in ["none", "HS256", "ES384", "EdDSA", "es256"] {
      let header: JSON = ["alg": .string(algorithm), "typ": "dc+sd-jwt"]
      refused(.algorithm(.issuer), Self.bound(Self.token(header, Self.payload())))
      refused(.algorithm(.holder), Self.bound(token, header: ["alg": .string(algorithm), "typ": "kb+jwt"]))
    }
    refused(.type(.issuer), Self.bound(Self.token(["alg": "ES256", "typ": "JWT"], Self.payload())))
    refused(.type(.issuer), Self.bound(Self.token(["alg": "ES256"], Self.payload())))
    refused(.type(.holder), Self.bound(token, header: ["alg": "ES256", "typ": "JWT"]))
    let critical: JSON = ["alg": "ES256", "typ": "dc+sd-jwt", "crit": ["b64"], "b64": false]
    refused(.critical(.issuer), Self.bound(Self.token(critical, Self.payload())))
    // Signers of other people know no low-s form: the other half of the range verifies as well, and keeps the meaning.
    let rotated = CredentialPolicy(
      issuer: Self.issuer.name, keys: [P256Point(bytes: other.publicKey.encoded.suffix(64))!, Self.issuer.publicKey],
      credential: "urn:test:1", audience: "urn:service")
    #expect(throws: Never.self) {
      try VerifiedPresentation(verifying: Self.bound(token), policy: rotated, nonce: "n", now: Self.now)
    }
  }

  @Test("of claims hidden where they may not be, twice or in the wrong place are refused")
  func hidden() throws {
    func refused(_ error: CredentialError, _ json: JSON, in changes: (JSON) -> [String: JSON?]) {
      let (text, digest) = Self.disclosure(json)
      #expect(throws: error) {
        try Self.verify(Self.bound(Self.token(Self.usualHeader, Self.payload(changes(digest))), [text]))
      }
    }
    let top = { (digest: JSON) -> [String: JSON?] in ["_sd": [digest]] }
    for name in ["iss", "exp", "nbf", "cnf", "vct", "status", "_sd_alg"] {
      refused(.reserved(name), ["salt", .string(name), 1], in: top)
    }
    refused(.reserved("_sd"), ["salt", "_sd", ["x"]], in: top)
    refused(.reserved("..."), ["salt", "...", "x"], in: top)
    refused(.claimTwice("a"), ["salt", "a", 1]) { ["_sd": [$0], "a": 2] }
    refused(.structure(.disclosure(0)), ["salt", 1], in: top)
    refused(.structure(.disclosure(0)), ["salt", "a", 1]) { ["a": [["...": $0]]] }
    refused(.structure(.disclosure(0)), ["salt"], in: top)
    refused(.structure(.disclosure(0)), ["salt", "a", 1, 2], in: top)
    refused(.structure(.disclosure(0)), [1, "a", 1], in: top)
    refused(.structure(.disclosure(0)), ["salt", 1, 1], in: top)
    refused(.structure(.disclosure(0)), "text", in: top)
    // A disclosure inside another one counts, and one that only names itself does not.
    let inner = Self.disclosure(["salt", "b", 1])
    let outer = Self.disclosure(["salt", "a", ["_sd": [inner.digest]]])
    let token = Self.token(Self.usualHeader, Self.payload(["_sd": [outer.digest]]))
    #expect(try Self.verify(Self.bound(token, [outer.text, inner.text])).claims["a"] == ["b": 1])
    #expect(try Self.verify(Self.bound(token, [outer.text])).claims["a"] == [:])
    #expect(throws: CredentialError.unreferenced(0)) { try Self.verify(Self.bound(token, [inner.text])) }
    var deep: JSON = 1
    for _ in 0..<17 { deep = ["d": deep] }
    refused(.tooDeep, ["salt", "a", deep], in: top)
  }

  @Test("that are too long, or no such thing, are refused")
  func shapes() throws {
    func refused(_ error: CredentialError, _ text: String) { #expect(throws: error) { try Self.verify(text) } }
    refused(.shape, "")
    refused(.shape, "a.b.c")
    refused(.shape, "~")
    refused(.shape, "a.b~")
    refused(.base64(.issuer), "+.b.c~")
    refused(.json(.issuer), "e30x.b.c~")
    refused(.structure(.issuer), "W10.W10.c~")
    refused(.tooLong(65_537), String(repeating: "a", count: 65_537))
    refused(.tooLong(32_769), String(repeating: "a", count: 32_769) + "~")
    let token = Self.token(Self.usualHeader, Self.payload())
    refused(.tooManyDisclosures(65), token + String(repeating: "~e30", count: 65) + "~")
    refused(.base64(.disclosure(0)), token + "~=~")
    refused(.json(.disclosure(0)), token + "~~")
    refused(.json(.disclosure(1)), token + "~W10~e30x~".replacing("W10", with: Self.disclosure(["s", "a", 1]).text))
    refused(.tooLong(8193), token + "~" + String(repeating: "a", count: 8193) + "~")
    // One key twice in a JSON object is two things to two readers.
    let twice = Base64.encodeURL(Array(#"{"alg":"ES256","typ":"dc+sd-jwt","alg":"none"}"#.utf8))
    refused(.json(.issuer), twice + ".e30.AA~")
  }

  @Test("are made by the credential's holder, of claims it has")
  func presenting() throws {
    let held = try HeldCredential(Self.issued())
    #expect(held.claims == ["a", "b", "c"] && held.issuer == Self.issuer.name && held.expires == Self.now + 1000)
    #expect(throws: PresentationError.noClaim("d", ["a", "b", "c"])) {
      try held.present(["d"], key: Self.holder, nonce: "n", audience: "a", now: Self.now)
    }
    #expect(throws: PresentationError.otherHolder) {
      try held.present([], key: SigningKey(.p256, seed: .zero), nonce: "n", audience: "a", now: Self.now)
    }
    #expect(throws: CredentialError.shape) { try HeldCredential(Self.present(["a"])) }
    #expect(CredentialIssuer(name: "x", key: SigningKey(.ed25519, seed: .zero)) == nil)
  }

  @Test("Questions are answered once, in time, and are bounded in number")
  func challenges() throws {
    var challenges = Challenges()
    let question = SHA256.hash([1])
    try challenges.ask(question, now: 0)
    try challenges.take(question, now: Challenges.life)
    #expect(throws: ChallengeError.unknown) { try challenges.take(question, now: 1) }
    #expect(throws: ChallengeError.unknown) { try challenges.take(SHA256.hash([2]), now: 1) }
    try challenges.ask(question, now: 0)
    #expect(throws: ChallengeError.expired) { try challenges.take(question, now: Challenges.life + 1) }
    for index in 0..<Challenges.maximumCount {
      try challenges.ask(SHA256.hash([UInt8(index >> 8), UInt8(index & 255)]), now: 5)
    }
    #expect(throws: ChallengeError.tooMany) { try challenges.ask(SHA256.hash([9, 9, 9]), now: 6) }
    try challenges.ask(SHA256.hash([9, 9, 9]), now: 6 + Challenges.life)
    #expect(challenges.count == 1)
  }
}

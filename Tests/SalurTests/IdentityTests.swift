import Foundation
import Testing

@Suite("salur identity")
struct IdentityTests {
  private static let secret = ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long secret"]
  private static let network = String(repeating: "ab", count: 32)
  private let folder = TemporaryFolder()

  /// Makes a key file; its `did:key`.
  private func key(_ name: String, kind: String) throws -> String {
    let made = try Salur.run("key", "new", "--kind", kind, "--out", folder.path(name), "--json")
    try #require(made.status == 0, "\(made.errors)")
    return try #require(try object(made)["did"] as? String)
  }

  private func object(_ outcome: Salur.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test("A credential is issued, shown in part, and verified; mistakes are named")
  func credential() throws {
    let issuer = try key("issuer.key", kind: "p256")
    let holder = try key("holder.key", kind: "p256")
    folder.file(
      "claims.json",
      #"{"over_6": true, "region_code": "53.71.04.1001", "family_size": 4, "given_name": "Siti"}"#)
    func issue(_ more: String...) throws -> Salur.Outcome {
      try Salur.run(
        [
          "identity", "issue", "--issuer", "https://id.example", "--claims", folder.path("claims.json"), "--out",
          folder.path("credential"),
        ]
          + more)
    }
    let signing = ["--key", folder.path("issuer.key"), "--holder", holder]
    let issued = try issue(signing[0], signing[1], signing[2], signing[3])
    #expect(issued.status == 0 && issued.output.contains("a credential for 30 days"), "\(issued.errors)")

    let twice = try issue(signing[0], signing[1], signing[2], signing[3])
    #expect(twice.status == 1 && twice.errors.contains("it is there already; choose another path"), "\(twice.errors)")
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder.path("credential"))[.posixPermissions] as? Int == 0o600)

    func present(_ more: String...) throws -> Salur.Outcome {
      try Salur.run(
        ["identity", "present", "--credential", folder.path("credential"), "--audience", "https://daftar.example"]
          + more)
    }
    func verify(_ presentation: String, _ more: String...) throws -> Salur.Outcome {
      try Salur.run(
        ["identity", "verify", "--presentation", "-", "--issuer", "https://id.example", "--issuer-key", issuer] + more,
        input: presentation)
    }
    let audience = ["--audience", "https://daftar.example"]
    let holderKey = folder.path("holder.key")
    let shown = try present("--key", holderKey, "--nonce", "n-1")
    #expect(shown.status == 0, "\(shown.errors)")
    let verified = try verify(shown.output, audience[0], audience[1], "--nonce", "n-1", "--json")
    #expect(verified.status == 0, "\(verified.errors)")
    let claims = try #require(try object(verified)["claims"] as? [String: Any])
    #expect(claims["family_size"] as? Int == 4 && claims["given_name"] == nil && claims["over_6"] as? Bool == true)
    #expect(try object(verified)["holder"] as? String == holder)
    #expect(try verify(shown.output, audience[0], audience[1], "--nonce", "n-1").output.contains("exp          20"))
    #expect(
      try verify(shown.output, audience[0], audience[1], "--nonce", "n-2").errors
        == "Error: the holder answered another question ('nonce')\n")
    #expect(
      try verify(shown.output, "--audience", "https://lain.example", "--nonce", "n-1").errors
        == "Error: the presentation was made for somebody else ('aud')\n")

    // For registration the question names the key.
    let challenge = ["--challenge", String(repeating: "0f", count: 32), "--network", Self.network]
    let bound = try present("--key", holderKey, challenge[0], challenge[1], challenge[2], challenge[3])
    func registered(_ key: String) throws -> Salur.Outcome {
      try verify(
        bound.output, audience[0], audience[1], challenge[0], challenge[1], challenge[2], challenge[3], "--register",
        key)
    }
    #expect(try registered(holder).status == 0)
    #expect(try registered(issuer).errors.contains("another question"))

    // Mistakes.
    #expect(
      try present("--key", holderKey, "--nonce", "n", "--show", "nik").errors.contains("has no claim 'nik'; there are:")
    )
    #expect(try present("--key", folder.path("issuer.key"), "--nonce", "n").errors.contains("belongs to another key"))
    let neither = try present("--key", holderKey)
    #expect(neither.status == 2 && neither.errors.contains("--nonce, or with --challenge"), "\(neither.errors)")
    _ = try key("agency.key", kind: "ed25519")
    #expect(try issue("--key", folder.path("agency.key"), "--holder", holder).errors.contains("is no p256 key"))
    folder.file("claims.json", #"{"exp": 1}"#)
    #expect(try issue(signing[0], signing[1], signing[2], signing[3]).errors.contains("writes the claim 'exp' itself"))
    folder.file("claims.json", #"{"a": {"b": 1}}"#)
    #expect(try issue(signing[0], signing[1], signing[2], signing[3]).errors.contains("must be text, a number"))
  }

  @Test("Two agencies turn numbers into nullifiers, the same each time, and neither sees a number")
  func nullifiers() throws {
    let officer = try key("officer.key", kind: "ed25519")
    let numbers = folder.file("numbers.txt", "5371041708850001\n5371 0457 0885 0002\n\n").path
    var keys: [String] = []
    for agency in ["a", "b"] {
      let made = try Salur.run(
        ["identity", "evaluator", "new", "--data", folder.path(agency), "--officer", officer, "--per-hour", "5"],
        environment: Self.secret)
      try #require(made.status == 0, "\(made.errors)")
      keys.append(try #require(made.lines.first))
    }
    let ask = [
      "identity", "nullifier", "--numbers", numbers, "--network", Self.network, "--first", keys[0], "--second", keys[1],
      "--officer", folder.path("officer.key"),
    ]
    func answer(_ agency: String, _ file: String, in exchange: String) throws -> Salur.Outcome {
      try Salur.run(
        [
          "identity", "evaluate", "--data", folder.path(agency), "--request", "\(exchange)/\(file).request", "--out",
          "\(exchange)/\(file).evaluation",
        ], environment: Self.secret)
    }
    func nullifiers(_ name: String) throws -> String {
      let exchange = folder.path(name)
      let running = try RunningSalur(ask + ["--exchange", exchange])
      try running.waitForErrors("Waiting for both")
      for (agency, file) in [("a", "first"), ("b", "second")] {
        let answered = try answer(agency, file, in: exchange)
        #expect(answered.status == 0 && answered.output.contains("the answer for 2 people"), "\(answered.errors)")
      }
      let deadline = Date().addingTimeInterval(30)
      while running.output.split(separator: "\n").count < 2, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
      return running.output
    }
    let first = try nullifiers("one")
    #expect(
      first.split(separator: "\n").allSatisfy { $0.count == 64 } && first.split(separator: "\n").count == 2, "\(first)")
    #expect(try nullifiers("two") == first)
    // What was exchanged and logged holds no number, in digits.
    for path in ["one/first.request", "two/second.request", "one/first.evaluation", "a/evaluations.cbor"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path(path)))
      #expect(bytes.range(of: Data("5371".utf8)) == nil, "\(path)")
    }
    // The limit, and the request that was answered.
    let again = try answer("a", "first", in: folder.path("one"))
    #expect(again.status == 1 && again.errors.contains("has been answered before"), "\(again.errors)")
    let third = try RunningSalur(ask + ["--exchange", folder.path("three")])
    try third.waitForErrors("Waiting for both")
    #expect(try answer("a", "first", in: folder.path("three")).errors.contains("the limit of 5 people an hour"))
    _ = third.interrupt()
    let shown = try Salur.run("identity", "evaluator", "show", "--data", folder.path("a"))
    #expect(shown.output.contains("4 people"), "\(shown.output)")
    // Mistakes.
    let used = try Salur.run(ask + ["--exchange", folder.path("one")])
    #expect(used.status == 1 && used.errors.contains("still there from an earlier request"), "\(used.errors)")
    var same = ask
    same[same.firstIndex(of: keys[1])!] = keys[0]
    #expect(try Salur.run(same + ["--exchange", folder.path("four")]).errors.contains("both keys are the same"))
    folder.file("numbers.txt", "5371041708850001\n537104170885000\n")
    let short = try Salur.run(ask + ["--exchange", folder.path("four")])
    #expect(short.errors == "Error: \(numbers), line 2: a national number has 16 digits, not 15\n", "\(short.errors)")
  }
}

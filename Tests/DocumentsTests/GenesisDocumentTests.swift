import Coding
import Documents
import Foundation
import Model
import Signing
import Testing

@Suite struct GenesisDocumentTests {
  /// A different Ed25519 key for every officer; nobody signs with them.
  private func key(_ agency: Text, _ index: Int) -> PublicKey {
    for attempt in 0...UInt8.max {
      let digest = SHA256.hash(agency.utf8 + [UInt8(index), attempt])
      if let key = Ed25519Key(bytes: digest.bytes) { return .ed25519(key) }
    }
    preconditionFailure("some digest is a key")
  }

  private var keys: GenesisKeys {
    GenesisKeys(point: { _ in nil }, officer: key, log: { "salur.example/nusantara+00000000+AAAA" })
  }

  @Test func readsTheExample() throws {
    let genesis = try GenesisDocument(file: "n", bytes: Examples.bytes("genesis/nusantara.yaml"), keys: keys).genesis
    #expect(try Genesis(encoded: genesis.encoded) == genesis)
    #expect(genesis.time == BlockTime(milliseconds: 1_767_200_400_000))
    var parameters = Parameters()
    (parameters.clockStep, parameters.outage, parameters.claimsPerOfficer) = (0, 0, 1_000_000)
    #expect(genesis.parameters == parameters)
    for role in Role.allCases { #expect(genesis.agencies.contains { $0.roles.contains(role) }) }
    #expect(genesis.agencies.filter { $0.roles.contains(.programmeOwner) }.count == 4)
    let seismic = genesis.agencies.filter { $0.schemas.contains("bmkg.quake") }
    #expect(seismic.count == 5)
    #expect(Set(seismic.flatMap(\.officers)).count == 5)
  }

  @Test("Every example programme has an agency that may write it, and sources for every fact it reads")
  func everyExampleCanBeActivated() throws {
    let genesis = try GenesisDocument(file: "n", bytes: Examples.bytes("genesis/nusantara.yaml"), keys: keys).genesis
    let files = try FileManager.default.contentsOfDirectory(atPath: Examples.folder.path + "/programmes").sorted()
    let names = files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".spec.yaml") }
    #expect(names.count == 7)
    let schemas = try Examples.allSchemas()
    for name in names {
      let programme = try ProgrammeDocument(
        file: name, bytes: Examples.bytes("programmes/\(name)"), schemas: schemas
      ).programme
      let owners = genesis.agencies.filter { agency in
        agency.roles.contains(.programmeOwner)
          && agency.seriesPrefix.map { programme.series.utf8.starts(with: $0.utf8) } ?? false
      }
      #expect(owners.count == 1, "\(name) is \(programme.series)")
      var read = programme.facts.map(\.schema)
      if case .trigger(let trigger) = programme.due { read.append(trigger.feed) }
      for schema in read {
        let sources = genesis.agencies.filter { agency in
          agency.roles.contains(.factSource)
            && agency.schemas.contains { schema.utf8.starts(with: $0.utf8 + [UInt8(ascii: "/")]) }
        }
        #expect(!sources.isEmpty, "\(name) reads \(schema)")
      }
    }
  }

  @Test(arguments: [("PT10M", 600_000), ("PT0H", 0), ("PT2H", 7_200_000)] as [(String, Int64)])
  func readsTheLongestStepOfTheClock(_ step: (written: String, value: Int64)) throws {
    let text = try Examples.text("genesis/nusantara.yaml")
      .replacing("clock_step: PT0H", with: "clock_step: \(step.written)")
    let genesis = try GenesisDocument(file: "n", bytes: Array(text.utf8), keys: keys).genesis
    #expect(genesis.parameters.clockStep == step.value)
  }

  @Test func readsKeysThatAreWrittenOut() throws {
    let ed25519 = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    let p256 = "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
    let point = P256Point(bytes: [UInt8](repeating: 1, count: 64))!
    let text = try Examples.text("genesis/nusantara.yaml")
      .replacing("  officers: 3\n", with: "  officers: [\"\(ed25519)\", \"\(p256)\"]\n", maxReplacements: 1)
    var keys = keys
    keys.point = { $0.count == 33 && $0[0] == 3 ? point : nil }
    let genesis = try GenesisDocument(file: "n", bytes: Array(text.utf8), keys: keys).genesis
    #expect(DIDKey(genesis.agencies[0].officers[0]).description == ed25519)
    #expect(genesis.agencies[0].officers[1] == .p256(point))
  }

  @Test func wantsKeysWhereNobodyProvidesThem() throws {
    let bytes = try Examples.bytes("genesis/nusantara.yaml")
    let found = diagnostics { () throws(DocumentError) in
      _ = try GenesisDocument(file: "n", bytes: bytes, keys: GenesisKeys(point: { _ in nil }))
    }
    #expect(found.count == 19)
    #expect(found.contains { $0.message.english == "'log_key' is missing from a genesis document" })
    #expect(found.contains { $0.message.english == "the officers' keys are missing" })
  }

  @Test(arguments: [
    ("  officers: 3\n", "  officers: 1\n", "2 of 1 officers can never agree"),
    ("threshold: 2", "threshold: 1", "could act alone"),
    ("roles: [issuer]", "roles: [isuer]", "did you mean 'issuer'?"),
    ("roles: [issuer]", "roles: [auditor]", "no agency has the role 'issuer'"),
    ("name: dukcapil", "name: perbendaharaan", "two agencies are called"),
    ("name: dukcapil", "name: ../dukcapil", "'../dukcapil' is no name of an agency"),
    ("name: dukcapil", "name: Dukcapil", "write small letters and digits"),
    ("name: dukcapil", "name: .dukcapil", "is no name of an agency"),
    ("name: dukcapil", "name: \"duk\\u202Ecapil\"", "does not show (U+202E)"),
    ("series: id.bnpb.", "series: id.kemensos.bnpb.", "overlap with those of 'kemensos'"),
    ("  series: id.bnpb.\n", "", "a programme-owner needs 'series'"),
    ("  schemas: [dapodik.student]\n", "", "a fact-source needs 'schemas'"),
    ("roles: [issuer]", "roles: [issuer]\n  schemas: [x]", "'schemas' is for a fact-source"),
    ("  officers: 3\n", "  officers: [\"did:key:zNope\"]\n", "is no key"),
    (
      "  officers: 3\n", "  officers: [\"did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv\"]\n",
      "no point of P-256"
    ),
    ("notice: P7D", "notice: 7", "write days as P90D"),
    ("time: \"2026-01-01T00:00:00+07:00\"", "time: 2026-01-01", "is not a moment"),
    ("parameters:", "parametres:", "did you mean 'parameters'?"),
  ])
  func saysWhatIsWrong(_ old: String, _ new: String, _ says: String) throws {
    let original = try Examples.text("genesis/nusantara.yaml")
    let text = original.replacing(old, with: new, maxReplacements: 1)
    try #require(text != original)
    let found = diagnostics { () throws(DocumentError) in
      _ = try GenesisDocument(file: "n", bytes: Array(text.utf8), keys: keys)
    }
    #expect(found.contains { "\($0)".contains(says) }, "\(found)")
  }
}

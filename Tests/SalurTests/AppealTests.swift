import Coding
import Foundation
import Model
import Platform
import Rules
import Signing
import Testing

/// Two families to whom one rule said no, and what becomes of their appeals.
@Suite("salur appeal")
struct AppealTests {
  private let network: Network
  private let series = "id.bnpb.gempa-ntt"
  private var cycle = ""
  private var data: [String] { ["--data", network.data] }
  private var holder: String { network.folder.path("siti.key") }

  /// Families 18 and 19 live where three sources saw nothing shake; the event's one payment has been decided.
  init() throws {
    network = try Network(changing: ["review: PT1H": "review: PT0H"])
    let schemas = ["dtsen": "dtsen.family.1", "bmkg": "bmkg.quake.1"]
    for (agency, schema) in schemas.sorted(by: { $0.key < $1.key }) {
      try accepted(["schema", "register", "Examples/schemas/\(schema).yaml", "--key", network.key(agency)])
    }
    for act in [
      ["bank-indonesia", "money", "issue", "--amount", "900000000", "--deposit", "BI-1"],
      ["bank-indonesia", "money", "allocate", "--to", "perbendaharaan", "--amount", "900000000"],
      ["bnpb", "programme", "activate", try programme()],
      ["perbendaharaan", "money", "fund", "--series", series, "--amount", "500000000"],
    ] {
      let outcome = try network.act(as: act[0], Array(act.dropFirst()))
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let families = network.folder.file(
      "families.csv",
      """
      family,region,decile,person,born,job,school,grade,attendance_pct,pregnancy_no,disability
      1,53.71.04.1001,3,10,1985-05-06,farmer,none,0,,0,none
      2,53.71.04.1001,3,11,1986-05-06,trader,none,0,,0,none

      """
    ).path
    try accepted([
      "registry", "import", families, "--key", network.key("dukcapil"), "--source-key", network.key("dtsen"),
    ])
    _ = try Salur.run("key", "new", "--kind", "p256", "--out", holder)
    try accepted(["account", "claim", "18", "--holder", holder, "--key", network.key("dukcapil")])
    cycle = try quake()
  }

  @Test("One appeal is refused with a reason, another upheld by two officers and paid at once")
  func appeals() throws {
    let file = ["appeal", "file", "--series", series, "--cycle", cycle, "--key", holder]
    let own = try accepted(file + ["--words", "Rumah kami juga retak."])
    #expect(own.output.hasPrefix("Appeal "))
    let other = try accepted(file + ["--about", "19", "--words", "Tetangga saya tidak bisa menulis.", "--json"])
    let refused = try #require(other.output.firstMatch(of: /"entry":(\d+)/)?.1)
    let upheld = try #require(own.output.firstMatch(of: /Appeal (\d+):/)?.1)
    #expect(try accepted(["appeal", "show"]).lines.count { $0.hasPrefix("status ") && $0.hasSuffix(" open") } == 2)

    // Refused: the reason is for those it is meant for.
    try accepted(decide(refused, "Wilayah itu tidak disebut sumber.", officers: 1, ["--refuse"]))
    let answered = try accepted(["appeal", "show", String(refused), "--key", holder]).output.singleSpaced
    #expect(answered.contains("status refused\n"))
    #expect(answered.contains("answer Wilayah itu tidak disebut sumber.\n"))
    let stranger = try accepted(["appeal", "show", String(refused), "--key", network.key("perizinan")]).output
      .singleSpaced
    #expect(stranger.contains("status refused\n") && stranger.contains("answer (sealed)\n"), "\(stranger)")
    let again = try Salur.run(decide(refused, "Sekali lagi.", officers: 1, ["--refuse"]) + data)
    #expect(again.status == 1 && again.errors.contains("appealClosed"), "\(again.errors)")

    // Upheld: only a rule there is can be waived, and it takes two officers.
    let typo = try Salur.run(decide(upheld, "Sudah diperiksa.", officers: 2, ["--waive", "desil"]) + data)
    #expect(typo.status == 1)
    #expect(typo.errors == "Error: there is no rule 'desil'; there are: terdampak, ntt\n")
    let alone = try accepted(decide(upheld, "Sudah diperiksa.", officers: 1, ["--waive", "terdampak"]))
    #expect(alone.errors.contains("waits for a second officer"))
    #expect(try money(18) == [])
    try accepted(decide(upheld, "Sudah diperiksa di rumah.", officers: 2, ["--waive", "terdampak"]))
    // The next block pays; a node told to stop at once may cut none.
    for _ in 0..<20 where try money(18) == [] { _ = try Salur.run(["node", "run", "--stdin"] + data) }
    let shown = try accepted(["appeal", "show", String(upheld), "--key", holder]).output.singleSpaced
    #expect(shown.contains("status upheld, the rule is waived\n"), "\(shown)")
    #expect(shown.contains("rule Lives in a region the sources name\n"))
    #expect(try money(18) == [1_500_000] && money(19) == [])

    #expect(try accepted(["appeal", "show"]).output == "There are no open appeals.\n")
    #expect(try accepted(["audit", "verify"]).lines.last == "No findings.")
  }

  // MARK: What the tests do

  @discardableResult
  private func accepted(_ arguments: [String]) throws -> Salur.Outcome {
    let outcome = try Salur.run(arguments + data)
    try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  private func decide(_ appeal: Substring, _ words: String, officers: Int, _ answer: [String]) -> [String] {
    let keys = (1...officers).flatMap { ["--key", network.key("bnpb", $0)] }
    return ["appeal", "decide", String(appeal), "--words", words] + answer + keys
  }

  private func money(_ account: Int) throws -> [Int] {
    try #require(Account(try accepted(["account", "show", String(account), "--json"]).output)).vouchers
  }

  /// The example programme, for as long as there are tests.
  private func programme() throws -> String {
    let text = try #require(Salur.text(of: "Examples/programmes/gempa-ntt.yaml"))
    return network.folder.file("gempa.yaml", text.replacing("until: 2026-12-31", with: "until: 2199-12-31")).path
  }

  /// Three of the five sources attest an earthquake in another regency, and the node decides what follows.
  ///
  /// - Returns: the payment's cycle, called after the entry that first told of the event.
  private func quake() throws -> String {
    let genesis = try Genesis(
      encoded: [UInt8](Data(contentsOf: network.folder.url.appendingPathComponent("data/genesis.cbor"))))
    let now = BlockTime(milliseconds: SystemClock.nowMilliseconds())
    let day = try #require(CivilDate("2026-08-17"))
    let event = EventAttestation(
      feed: "bmkg.quake/1", values: [.date(day), .int(0), .int(64), .int(10), .int(-860), .int(11_989)],
      regions: [try #require(Region("53.15"))])
    let lines = try ["badan-geologi", "brin", "itb"].map { source in
      let account = try #require(genesis.agencies.firstIndex { $0.name.string == source })
      let command = Command(
        network: genesis.network, account: AccountNumber(UInt32(account)), credential: 0, sequence: 0,
        validUntil: now.advanced(by: BlockTime.hour), nonce: Salt(high: 1, low: UInt64(account)),
        action: .attestEvent(feed: event.feed, values: event.encodedValues, regions: event.regions))
      let key = try network.signingKey(source)
      return Hex.encode(
        key.signedMessage(payload: command.encoded, aad: ExternalAAD("command", network: genesis.network)))
    }
    let input = lines.joined(separator: "\n") + "\n"
    let outcome = try Salur.run(["node", "run", "--stdin", "--json"] + data, input: input)
    let accepted = outcome.lines.filter { $0.contains(#""status":"accepted""#) }
    try #require(accepted.count == 3, "\(outcome.output)\(outcome.errors)")
    let entries = accepted.compactMap { line in line.firstMatch(of: /"entry":(\d+)/).flatMap { Int($0.1) } }
    return "quake-\(try #require(entries.min()))/1"
  }
}

extension String {
  /// Columns stand apart by one space.
  fileprivate var singleSpaced: String {
    components(separatedBy: "\n").map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: "\n")
  }
}

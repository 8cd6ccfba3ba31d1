import Coding
import Model
import Presentation
import Records
import Rules
import Signing
import Wallet

/// A decision and its reasons as a node tells them. Nothing of it is proved; what a proved payment's receipt commits to can
/// be held against it.
struct ExplainedDecision {
  let json: JSON
  let series: String
  let title: Phrase
  let cycle: String?
  let due: String
  /// The member it is about, from 1, where the programme decides about persons.
  let person: Int64?
  let verdict: String
  let amount: Rupiah
  let refusedBy: String?
  let rules: [Rule]
  let payments: [Rule]
  /// Nil where the node holds no decision (any more): then this is what would be decided.
  let commitment: DecisionCommitment?
  /// By which receipts name the cycle.
  let cycleNumber: Int64?

  /// A rule, its answer, and what it read.
  struct Rule {
    let id: String
    let say: Phrase
    let answer: String
    let waitsFor: String?
    let isWaived: Bool
    /// Of a payment: whose, and whether it counted.
    let member: Int64?
    let isCounted: Bool
    let reads: [Reading]
  }

  struct Reading {
    let field: String
    let member: Int64?
    let value: String?
    let wouldHaveToBe: Phrase?
  }

  /// Nil where it is no such thing.
  init?(_ json: JSON) {
    guard let series = json["series"]?.string, let title = Phrase(json["title"]), let due = json["due"]?.string,
      let verdict = json["verdict"]?.string, let amount = json["amount"]?.number,
      let rules = json["rules"]?.list(Rule.init), let payments = json["payments"]?.list(Rule.init)
    else { return nil }
    self.json = json
    self.series = series
    self.title = title
    cycle = json["cycle"]?.string
    self.due = due
    person = json["person"]?.number
    self.verdict = verdict
    self.amount = Rupiah(amount)
    refusedBy = json["refusedBy"]?.string
    self.rules = rules
    self.payments = payments
    commitment = DecisionCommitment(json)
    cycleNumber = json["cycleNumber"]?.number
  }
}

extension ExplainedDecision.Rule {
  init?(_ json: JSON) {
    guard let id = json["rule"]?.string, let say = Phrase(json["say"]), let answer = json["answer"]?.string,
      let reads = json["reads"]?.list(ExplainedDecision.Reading.init)
    else { return nil }
    self.id = id
    self.say = say
    self.answer = answer
    waitsFor = json["waitsFor"]?.string
    isWaived = json["isWaived"] == .bool(true)
    member = json["member"]?.number
    isCounted = json["use"]?.string == "counted"
    self.reads = reads
  }
}

extension ExplainedDecision.Reading {
  init?(_ json: JSON) {
    guard let field = json["field"]?.string else { return nil }
    self.field = field
    member = json["member"]?.number
    value = json["value"]?.string
    if let english = json["wouldHaveToBe"]?.string {
      wouldHaveToBe = Phrase(json["wouldHaveToBe_id"]?.string ?? english, english)
    } else {
      wouldHaveToBe = nil
    }
  }
}

extension DecisionCommitment {
  /// From what a node says of the decision; nil where it says too little.
  fileprivate init?(_ json: JSON) {
    guard let said = json["commitment"], let programme = said["programme"]?.string.flatMap({ try? Digest(hex: $0) }),
      let cutOff = said["cutOff"]?.number.flatMap({ UInt64(exactly: $0) }),
      let registrant = said["registrant"]?.number.flatMap({ UInt32(exactly: $0) }),
      let decision = said["decision"]?.string.flatMap({ try? Hex.decode($0) }),
      let due = json["due"]?.string.flatMap({ CivilDate($0) }), let cycle = json["cycle"]?.string,
      let seals = json["facts"]?.list({ fact -> Digest?? in
        guard let seal = fact["seal"]?.string else { return .some(nil) }
        return (try? Digest(hex: seal)).map { .some($0) }
      })
    else { return nil }
    self.init(
      programme: ProgrammeID(digest: programme), due: due, cutOff: cutOff, cycle: Text(cycle), registrant: registrant,
      decision: decision, seals: seals)
  }
}

extension Phrase {
  /// Words in both languages, as JSON has them.
  fileprivate init?(_ json: JSON?) {
    guard let indonesian = json?["indonesian"]?.string, let english = json?["english"]?.string else { return nil }
    self.init(indonesian, english)
  }
}

extension JSON {
  fileprivate var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  fileprivate var number: Int64? {
    guard case .int(let number) = self else { return nil }
    return number
  }

  /// The elements of an array; nil where it is none, or one of them is not what it should be.
  fileprivate func list<Element>(_ read: (JSON) -> Element?) -> [Element]? {
    guard case .array(let elements) = self else { return nil }
    let read = elements.compactMap(read)
    return read.count == elements.count ? read : nil
  }
}

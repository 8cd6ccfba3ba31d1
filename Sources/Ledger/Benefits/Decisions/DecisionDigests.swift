import Model
import Records
import Signing

/// What receipts of disbursements commit to: SHA-256 of the cycle's digest ‖ registrant u32 ‖ decision (8 bytes, as in the
/// decision log) ‖ the seal of each fact in the programme's order, zeros where there is none. Hashed together for a whole
/// chunk.
struct DecisionDigests: ~Copyable {
  private let plan: DecisionPlan
  private let messages: UnsafeMutableRawPointer
  private let hashed: UnsafeMutablePointer<Digest>
  private let length: Int
  private var count = 0

  private static let headLength = Digest.byteCount + 4 + Decision.encodedLength

  init(_ plan: DecisionPlan, capacity: Int) {
    self.plan = plan
    length = Self.headLength + plan.stores.count * Digest.byteCount
    messages = .allocate(byteCount: max(1, capacity * length), alignment: 64)
    hashed = .allocate(capacity: max(1, capacity))
  }

  deinit {
    messages.deallocate()
    hashed.deallocate()
  }

  subscript(index: Int) -> Digest { hashed[index] }

  /// Adds a registrant's decision and the facts it used: those known when it was taken, however late it is paid.
  mutating func add(_ row: EntitlementRow, of registrant: Int) {
    let knownAt = row.knownAt(cutOff: plan.cutOff)
    let account = plan.payee(registrant)
    let message = messages + count * length
    LittleEndian.store(plan.cycleDigest, to: message, at: 0)
    LittleEndian.store(UInt32(registrant), to: message, at: Digest.byteCount)
    row.decision.encode(to: message + Digest.byteCount + 4)
    for input in plan.stores.indices {
      let fact = plan.factRow(input, registrant: registrant, account: account, knownAt: knownAt)
      let seal = fact.map { plan.stores[input].rows[$0].seal } ?? .zero
      LittleEndian.store(seal, to: message, at: Self.headLength + input * Digest.byteCount)
    }
    count += 1
  }

  func finish(lanes: some Lanes) {
    lanes.hash(messages: messages, length: length, stride: length, count: count, into: hashed)
  }
}

extension DecisionPlan {
  static func digest(of cycle: Cycle, programme: ProgrammeID) -> Digest {
    DecisionCommitment.cycleDigest(programme: programme, due: cycle.due, cutOff: cycle.cutOff, cycle: cycle.name)
  }
}

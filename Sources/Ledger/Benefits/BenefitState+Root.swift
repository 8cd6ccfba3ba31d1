import Coding
import Model
import Signing

extension BenefitState {
  /// The roots of this part of the state, in a fixed order: the small records, the appeals and their replaced answers, then every schema's facts,
  /// then the decisions of every cycle that keeps them.
  package mutating func refreshRoots(lanes: some Lanes) -> [Digest] {
    var roots = [digests.refresh(self)] + appeals.refreshRoots(lanes: lanes)
    for store in stores.indices { roots.append(stores[store].refreshRoot(lanes: lanes)) }
    for cycle in kept { roots.append(cycles[cycle].entitlements.refreshRoot(lanes: lanes)) }
    return roots
  }
}

/// The digest of the records that are not tables. What seldom changes is encoded only when it did.
struct BenefitDigests: Sendable {
  private var schemaCount = 0
  private var schemas = SHA256.hash([])
  private var versions: Cached<[ProgrammeVersion]>?
  private var events: Cached<[Event]>?
  private var triggers: Cached<[EventTrigger]>?
  /// One digest a cycle that is over; they never change again.
  private var over: [Int: Digest] = [:]

  private struct Cached<Value: Equatable & Sendable>: Sendable {
    let value: Value
    let digest: Digest
  }

  mutating func refresh(_ state: BenefitState) -> Digest {
    if schemaCount != state.stores.count {
      schemaCount = state.stores.count
      var w = CBORWriter()
      w.list(state.schemas)
      schemas = SHA256.hash(w.bytes)
    }
    var w = CBORWriter(capacity: 1024)
    w.array(7)
    w.digest(schemas)
    w.digest(Self.digest(&versions, state.versions))
    w.digest(Self.digest(&events, state.events))
    w.digest(Self.digest(&triggers, state.triggers))
    w.list(state.cycles) { w, cycle in
      if cycle.record.stage.isOver { w.digest(digest(of: cycle.record)) } else { cycle.record.encode(to: &w) }
    }
    w.list(state.kept) { $0.unsigned(UInt64($1)) }
    w.list(state.sweeps)
    return SHA256.hash(w.bytes)
  }

  private mutating func digest(of cycle: Cycle) -> Digest {
    let number = Int(cycle.number)
    if let digest = over[number] { return digest }
    let digest = SHA256.hash(cycle.encoded)
    over[number] = digest
    return digest
  }

  private static func digest<Value: CBOREncodable & Equatable & Sendable>(
    _ cache: inout Cached<[Value]>?, _ value: [Value]
  ) -> Digest {
    if let cache, cache.value == value { return cache.digest }
    var w = CBORWriter()
    w.list(value)
    let digest = SHA256.hash(w.bytes)
    cache = Cached(value: value, digest: digest)
    return digest
  }
}

import Coding
import Engine
import Logging
import NIOPosix
import Outbound
import Platform
import ServiceLifecycle
import Transparency

/// Publishes the log's heads and has the witnesses cosign them: whenever the log has grown, at most once a second; and
/// every minute though it has not, so that a client sees that nothing is kept from it.
///
/// All witnesses that are free are asked at once for the same head. A head counts as cosigned with the quorum of
/// those that genesis names, and the next one is begun: whoever is late, or silent, is not waited for.
actor WitnessRounds: Service {
  private let log: PublishedLog
  private let heads: HeadKeeper
  private let required: [NoteKey]
  private let quorum: Int
  private let rhythm: Rhythm
  private let logger: Logger
  private let client: OutboundClient
  private let store: CosignedStore
  private var peers: [WitnessPeer]
  /// Recent heads and who has cosigned them, oldest first.
  private var gatherings: [Gathering] = []
  private var asking: [Int: Task<Void, Never>] = [:]

  /// How often things are done.
  struct Rhythm: Sendable {
    var tick = Duration.seconds(1)
    /// A cosignature's age at which it is asked for again, seconds.
    var refresh: UInt64 = 60
    /// A witness's time to answer, seconds.
    var patience = 10
  }

  /// - Parameter quorum: how many of the witnesses genesis names; all of them when left out.
  init(
    _ log: PublishedLog, heads: HeadKeeper, witnesses: [WitnessAddress], quorum: Int?, rhythm: Rhythm = Rhythm(),
    logger: Logger
  ) {
    let required = log.replica.genesis.witnesses.compactMap { try? NoteKey(verifierKey: $0.string) }
    let needed = min(quorum ?? required.count, required.count)
    peers = witnesses.map { WitnessPeer(address: $0) }
    self.log = log
    self.heads = heads
    self.required = required
    self.quorum = needed
    self.rhythm = rhythm
    self.logger = logger
    client = OutboundClient(seconds: rhythm.patience)
    store = CosignedStore(log.replica, witnesses: required, quorum: needed)
  }

  func run() async throws {
    await restore()
    warnOfMissingWitnesses()
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.tick()
        try await Task.sleep(for: self.rhythm.tick)
      }
    }
    for task in asking.values { task.cancel() }
    for task in asking.values { await task.value }
    await save(evenIfRecent: true)
  }

  /// How each witness stands, in the order of the configuration.
  var standing: [WitnessPeer] { peers }

  // MARK: Rounds

  private func tick() async {
    guard log.replica.stopReason == nil else { return }
    do {
      let head = try await NIOThreadPool.singleton.runIfActive { [log] in try log.publish() }
      ask(for: head)
    } catch {
      // The replica has stopped and says why itself.
      logger.error("no checkpoint published", metadata: ["reason": "\(error)"])
    }
    await save(evenIfRecent: false)
  }

  /// Asks every witness that is free and whose word on this head is missing or old.
  private func ask(for head: PublishedHead) {
    guard !peers.isEmpty else { return }
    let now = MonotonicClock.nowNanoseconds()
    let gathering = gatherings.last.flatMap { $0.head.size == head.size ? $0 : nil }
    let free = peers.indices.filter { index in
      let peer = peers[index]
      return !peer.isBusy && peer.notBefore <= now && needsAsking(peer, gathering, now)
    }
    guard !free.isEmpty, isWorthwhile(free, gathering) else { return }
    if gathering == nil {
      gatherings.append(Gathering(head: head))
      if gatherings.count > Self.keptHeads { gatherings.removeFirst() }
    }
    for index in free {
      peers[index].isBusy = true
      asking[index] = Task { await self.ask(index, for: head) }
    }
  }

  private func needsAsking(_ peer: WitnessPeer, _ gathering: Gathering?, _ now: UInt64) -> Bool {
    guard gathering?.signatures[peer.address.key] != nil, let cosignedAt = peer.cosignedAt else { return true }
    return now - cosignedAt >= rhythm.refresh * 1_000_000_000
  }

  /// Too few to reach the quorum wait for those who have not answered yet, lest witnesses of different pace never cosign
  /// the same head.
  private func isWorthwhile(_ free: [Int], _ gathering: Gathering?) -> Bool {
    let mayCosign = Set(free.map { peers[$0].address.key }).union(gathering?.signatures.keys.map { $0 } ?? [])
    return required.count { mayCosign.contains($0) } >= quorum || !peers.contains(where: \.isBusy)
  }

  private func ask(_ index: Int, for head: PublishedHead) async {
    let peer = peers[index]
    let result: Result<NoteSignature, WitnessProblem>
    do throws(WitnessProblem) {
      result = .success(try await client.cosignature(of: head, by: peer.address, from: peer.size))
    } catch {
      result = .failure(error)
    }
    peers[index].isBusy = false
    let now = MonotonicClock.nowNanoseconds()
    switch result {
    case .success(let signature):
      if peer.problem != nil {
        logger.notice("a witness cosigns again", metadata: ["witness": "\(peer.address.key.name)"])
      }
      peers[index].succeeded(head.size, at: now)
      add(signature, of: peer.address.key, to: head)
    case .failure(.noAnswer(.cancelled)): break
    case .failure(let problem):
      if peer.problem != problem { report(problem, of: peer.address.key) }
      peers[index].failed(problem, at: now)
    }
  }

  private func report(_ problem: WitnessProblem, of key: NoteKey) {
    let level: Logger.Level = problem.isGrave ? .critical : .warning
    logger.log(
      level: level, "a witness does not cosign", metadata: ["witness": "\(key.name)", "reason": "\(problem)"])
  }

  private func add(_ signature: NoteSignature, of key: NoteKey, to head: PublishedHead) {
    guard let index = gatherings.lastIndex(where: { $0.head.size == head.size }) else { return }
    gatherings[index].signatures[key] = signature
    let gathering = gatherings[index]
    guard required.count(where: { gathering.signatures[$0] != nil }) >= quorum else { return }
    let note = gathering.note(in: peers.map(\.address.key))
    heads.setCosigned(note, size: head.size, at: time(of: note))
    gatherings.removeFirst(index)
    store.isStale = true
  }

  /// When the last of the quorum cosigned, as a wallet reads it off the note; nil where nobody has.
  private func time(of note: SignedNote) -> UInt64? {
    let times = ((try? note.claims(of: required)) ?? []).compactMap(\.time).sorted(by: >)
    return quorum > 0 && times.count >= quorum ? times[quorum - 1] : times.first
  }

  private static let keptHeads = 16

  /// A head and the cosignatures it has so far.
  private struct Gathering {
    let head: PublishedHead
    var signatures: [NoteKey: NoteSignature] = [:]

    func note(in order: [NoteKey]) -> SignedNote {
      var note = head.note
      for key in order { if let signature = signatures[key] { note.add(signature) } }
      return note
    }
  }

  // MARK: From one start to the next

  /// Begins with the last head cosigned before, so that clients need not wait for the first round.
  private func restore() async {
    let restored = try? await NIOThreadPool.singleton.runIfActive { [log, store] in
      guard let head = try? log.publish() else { return nil as CosignedStore.Kept? }
      return store.read(head)
    }
    guard let kept = restored.flatMap({ $0 }) else { return }
    heads.setCosigned(kept.note, size: kept.size, at: time(of: kept.note))
    for index in peers.indices where kept.cosigners.contains(peers[index].address.key) { peers[index].size = kept.size }
  }

  private func save(evenIfRecent: Bool) async {
    guard let cosigned = heads.cosigned, store.isDue(evenIfRecent: evenIfRecent) else { return }
    try? await NIOThreadPool.singleton.runIfActive { [store] in store.write(cosigned.note) }
  }

  private func warnOfMissingWitnesses() {
    let missing = required.filter { key in !peers.contains { $0.address.key == key } }
    if required.count - missing.count < quorum {
      logger.warning(
        "not enough of the witnesses that genesis names are configured: clients will not believe this node for long",
        metadata: ["missing": "\(missing.map(\.name.string).joined(separator: ", "))"])
    }
  }
}

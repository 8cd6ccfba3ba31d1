import Coding
import Events
import Model
import Outbound
import Presentation
import Records
import Wallet

/// Follows what happens to an account, by proof alone: a node's events only say when to ask.
struct AccountWatch {
  private var session: WalletSession
  private let account: AccountNumber
  private let console: Console
  private var heard: HeardEvents?
  /// What keeps it from hearing, said once.
  private var trouble: (any SpeakingError)?
  private var failures = 0
  /// How long the node wants to be left alone before the next try, milliseconds.
  private var pause: UInt64 = 3_000

  /// A node says something every 15 seconds; one that has not for so long is gone.
  private static let silence = 45
  private static let longestPause: UInt64 = 60_000

  init(_ session: WalletSession, _ console: Console) throws {
    self.session = session
    self.console = console
    account = try session.account()
    heard = try session.folder.heard()
  }

  /// Listens until the task is cancelled; throws what no further try would mend.
  mutating func run() async throws {
    while !Task.isCancelled {
      do {
        try await listen()
      } catch let error as any SpeakingError where Self.mayPass(error) {
        failures += 1
        if !Task.isCancelled { note(error) }
      } catch {
        if Task.isCancelled { return }
        throw error
      }
      try? await Task.sleep(for: .milliseconds(nextPause))
    }
  }

  /// Doubles with every failure; a random half of it is left out, so that not all come back at once.
  private var nextPause: UInt64 {
    let full = min(Self.longestPause, max(500, pause) << UInt64(min(failures, 8)))
    return full / 2 + .random(in: 0...full / 2)
  }

  /// One connection, to its end.
  private mutating func listen() async throws {
    // The first time from what is proved now on.
    if heard == nil { try await catchUp() }
    let stream = try await session.stream(after: heard?.id, silence: Self.silence)
    var reader = ServerSentEvents()
    do {
      for try await piece in stream.pieces {
        for event in try reader.read(piece) {
          try await take(event)
          greet()
        }
        pause = min(Self.longestPause, reader.retry ?? pause)
      }
    } catch let error as OutboundError {
      throw Unreachable(node: session.address, reason: error)
    }
  }

  private mutating func take(_ event: ServerSentEvents.Event) async throws {
    guard let id = UInt64(event.id), id < .max else { return }
    let hint = try? JSONReader.read(Array(event.data.utf8))
    if event.name == "voucher-expiring", let hint, let entry = hint.entry("entry"), isNews(entry) {
      try await tellExpiring(hint)
    } else if let entry = hint?.entry("entry") {
      try await catchUp(past: entry)
    }
    // With every beat too: so silence means that nothing has happened.
    try await catchUp()
    // No id beyond what is proved is remembered, lest a node make the wallet pass over what is to come.
    if isNews(id), var heard, id < heard.size {
      heard.id = id
      try remember(heard)
    }
    console.output.flush()
  }

  private func isNews(_ entry: UInt64) -> Bool { heard.map { $0.id < entry } ?? true }

  private mutating func remember(_ new: HeardEvents) throws {
    guard new != heard else { return }
    heard = new
    try session.folder.set(new)
  }

  // MARK: Telling

  /// What the node says has happened there it must show.
  private mutating func catchUp(past entry: UInt64) async throws {
    for attempt in 0..<Self.attempts {
      if let heard, entry < heard.size { return }
      if attempt > 0 { try await Task.sleep(for: .milliseconds(50 << attempt)) }
      try await catchUp()
    }
    if let heard, entry < heard.size { return }
    throw Unproved(entry: entry)
  }

  private static let attempts = 7

  /// Tells all that has happened since the last time: as many entries as the state counts more than then.
  private mutating func catchUp() async throws {
    let (state, head, _) = try await session.state()
    guard let money = state.money(of: account) else { return }
    guard let heard else {
      return try remember(HeardEvents(id: head.size - 1, size: head.size, entries: money.entries))
    }
    let events = try await session.newest(Int(money.entries &- heard.entries), since: heard.size, below: head.size)
    show(events.reversed().filter { AccountEvent.account(toldOf: $0.receipt) == account }, state)
    try remember(HeardEvents(id: heard.id, size: head.size, entries: money.entries))
  }

  private func show(_ events: [ProvenEvent], _ state: ProvenState) {
    guard let money = state.money(of: account), let registry = state.registry else { return }
    for event in events {
      let receipt = event.receipt
      if console.isJSON {
        console.answer([
          "entry": JSON(event.entry), "proved": true, "cosigned": .bool(event.isCosigned),
          "receipt": JSON(reflecting: receipt), "balance": money.total.json,
        ])
        continue
      }
      let series = receipt.voucherClass == Receipt.none ? "" : WalletShow.name(receipt.voucherClass, registry)
      let amount = receipt.amount == 0 ? "" : Rupiah(receipt.amount).text(console.language)
      let what = [receipt.time.rfc3339, receipt.phrase(for: account).text(console.language), amount, series]
      let proved = WatchPhrase.proved(event, money.total).text(console.language)
      console.say((what.filter { !$0.isEmpty }.joined(separator: "  ") + "  – " + proved).printable)
    }
  }

  /// What is left of vouchers that end at the time the node names, by the proved state; nothing where nothing is left.
  private mutating func tellExpiring(_ json: JSON) async throws {
    let (state, _, _) = try await session.state()
    guard let money = state.money(of: account), let registry = state.registry,
      case .string(let series)? = json["series"],
      case .string(let expires)? = json["expires"]
    else { return }
    for voucher in money.vouchers {
      guard voucher.amount > 0, WalletShow.name(voucher.voucherClass, registry) == series,
        let end = WalletShow.expiry(voucher.voucherClass, registry), end.rfc3339 == expires
      else { continue }
      if console.isJSON {
        console.answer([
          "expiring": JSON(voucher.amount), "series": .string(series), "expires": end.json, "proved": true,
          "height": JSON(state.block.height),
        ])
      } else {
        console.say(WatchPhrase.expiring(Rupiah(voucher.amount), series, end.rfc3339, height: state.block.height))
      }
    }
  }

  // MARK: Trouble

  /// Said once it hears the node: at the beginning, and after trouble.
  private mutating func greet() {
    failures = 0
    guard trouble != nil || !hasGreeted else { return }
    (trouble, hasGreeted) = (nil, true)
    if !console.isJSON { console.note(WatchPhrase.listening(account, session.address)) }
  }

  private var hasGreeted = false

  private mutating func note(_ error: any SpeakingError) {
    defer { trouble = error }
    // Why nobody answers is told in other words each time.
    if error is Unreachable && trouble is Unreachable || error.phrase == trouble?.phrase { return }
    if console.isJSON, let error = error as? Unproved {
      console.answer(["entry": JSON(error.entry), "proved": false])
      console.output.flush()
    } else {
      console.note(WatchPhrase.again(error.phrase))
    }
  }

  private static func mayPass(_ error: any SpeakingError) -> Bool {
    switch error {
    case let error as Distrust: return error.mayPass
    case let error as NodeProblem: return !error.isFinal
    case let error as Unreachable:
      if case .badAddress = error.reason { return false }
      return true
    case is Unproved: return true
    default: return false
    }
  }
}

/// The node tells of an entry and does not show it.
private struct Unproved: SpeakingError {
  let entry: UInt64

  var phrase: Phrase { WatchPhrase.unproved(entry) }
}

extension MoneyLeaf {
  /// All that is held; no more than was ever issued.
  fileprivate var total: Rupiah { Rupiah(vouchers.reduce(free &+ takings) { $0 &+ $1.amount }) }
}

extension JSON {
  /// The number of an entry.
  fileprivate func entry(_ key: String) -> UInt64? {
    guard case .int(let number)? = self[key] else { return nil }
    return UInt64(exactly: number)
  }
}

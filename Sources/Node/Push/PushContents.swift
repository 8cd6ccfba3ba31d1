import Coding
import Model
import Records
import Signing

/// What an outbox's lines come to.
struct PushContents {
  private(set) var subscribers: [UInt64: PushSubscriber] = [:]
  /// Oldest first.
  private(set) var byAccount: [AccountNumber: [UInt64]] = [:]
  /// Subscriptions with something waiting, in the log's order.
  private(set) var queued: [UInt64: [QueuedPush]] = [:]
  private(set) var queuedCount = 0
  private(set) var nextID: UInt64 = 0
  private(set) var scanned: UInt64?

  /// Pushes that may wait for one subscription; beyond them the oldest is left out: the phone reads the history anyway.
  static let longestQueue = 32

  init() {}

  mutating func apply(_ record: PushRecord) {
    switch record {
    case .opened: break
    case .subscribed(let id, let subscriber):
      subscribers[id] = subscriber
      byAccount[subscriber.account, default: []].append(id)
      nextID = max(nextID, id + 1)
    case .removed(let id):
      drop(id) { _ in true }
      guard let account = subscribers.removeValue(forKey: id)?.account else { return }
      byAccount[account]?.removeAll { $0 == id }
      if byAccount[account]?.isEmpty ?? false { byAccount[account] = nil }
    case .queued(let id, let push):
      guard subscribers[id] != nil else { return }
      queued[id, default: []].append(push)
      queuedCount += 1
      if queued[id]!.count > Self.longestQueue {
        queued[id]!.removeFirst()
        queuedCount -= 1
      }
    case .done(let id, let entry): drop(id) { $0.entry <= entry }
    case .scanned(let entry): scanned = entry
    }
  }

  /// What a new subscription changes; nil where there are too many.
  func records(subscribing subscriber: PushSubscriber, _ limits: PushConfiguration) -> [PushRecord]? {
    let mine = byAccount[subscriber.account] ?? []
    let same = mine.filter { subscribers[$0]?.subscription.endpoint == subscriber.subscription.endpoint }
    let others = mine.filter { !same.contains($0) }
    let replaced = same + others.prefix(max(0, others.count - limits.perAccount + 1))
    guard !replaced.isEmpty || subscribers.count < limits.subscriptions else { return nil }
    var records: [PushRecord] = replaced.map { .removed(id: $0) }
    if subscribers.isEmpty, let scanned { records.append(.scanned(scanned)) }
    records.append(.subscribed(id: nextID, subscriber))
    return records
  }

  private mutating func drop(_ id: UInt64, where isDone: (QueuedPush) -> Bool) {
    guard var pushes = queued[id] else { return }
    queuedCount -= pushes.count
    pushes.removeAll(where: isDone)
    queuedCount += pushes.count
    queued[id] = pushes.isEmpty ? nil : pushes
  }

  /// About what its lines take when written anew.
  var byteEstimate: Int { 350 * subscribers.count + 32 * queuedCount + 128 }
}

// MARK: - Lines

extension PushContents {
  private static let headByteCount = 8

  /// Length and checksum, four bytes each, little-endian, and the record.
  static func line(_ record: PushRecord) -> [UInt8] {
    let bytes = record.encoded
    return [UInt32(bytes.count), CRC32C.checksum(bytes)].flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    } + bytes
  }

  /// Reads lines up to the first that is not whole. Lines of another network count for nothing.
  init(lines bytes: [UInt8], network: NetworkID) {
    var position = 0
    func number(_ offset: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) } }
    while position + Self.headByteCount <= bytes.count {
      let start = position + Self.headByteCount
      let length = Int(number(position))
      guard length <= bytes.count - start else { return }
      let payload = Array(bytes[start..<start + length])
      guard CRC32C.checksum(payload) == number(position + 4), let record = try? PushRecord(encoded: payload) else {
        return
      }
      if position == 0, record != .opened(network) { return }
      apply(record)
      position = start + length
    }
  }

  /// All there is, as few lines.
  func lines(_ network: NetworkID) -> [UInt8] {
    var lines = Self.line(.opened(network))
    for (id, subscriber) in subscribers.sorted(by: { $0.key < $1.key }) {
      lines += Self.line(.subscribed(id: id, subscriber))
      for push in queued[id] ?? [] { lines += Self.line(.queued(id: id, push)) }
    }
    if let scanned { lines += Self.line(.scanned(scanned)) }
    return lines
  }
}

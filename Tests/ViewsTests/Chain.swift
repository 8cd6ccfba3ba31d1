import Foundation
import Model
import Records
import Signing
import TestSupport

/// Blocks nobody decided, of receipts alone: runs in order of account, payments at random, gaps, public entries.
struct Chain {
  private(set) var blocks: [BlockRecord] = []
  private(set) var size: UInt64 = 0
  /// Every account's entries, ascending, as a naive scan finds them.
  private(set) var expected: [UInt32: [UInt64]] = [:]
  private var random: SplitMix64

  static let network = NetworkID(genesis: SHA256.hash(Array("views".utf8)))
  static let accounts: UInt32 = 20_000

  init(seed: UInt64, blocks count: Int) {
    random = SplitMix64(seed: seed)
    for _ in 0..<count { addBlock() }
  }

  private mutating func addBlock() {
    var receipts: [Receipt?] = []
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: receipts += run(every: 1, repeats: false)
      case 1: receipts += run(every: UInt32.random(in: 2...400, using: &random), repeats: false)
      case 2: receipts += run(every: UInt32.random(in: 0...3, using: &random), repeats: true)
      case 3: receipts.append(nil)
      default: receipts += payments()
      }
    }
    add(receipts)
  }

  private mutating func run(every step: UInt32, repeats: Bool) -> [Receipt?] {
    var account = UInt32.random(in: 0..<Self.accounts, using: &random)
    var receipts: [Receipt?] = []
    for _ in 0..<Int.random(in: 1...6_000, using: &random) where account < Self.accounts {
      receipts.append(receipt(.disbursement, account))
      if !repeats || Bool.random(using: &random) { account += max(1, step) }
    }
    return receipts
  }

  private mutating func payments() -> [Receipt?] {
    (0..<Int.random(in: 1...200, using: &random)).map { _ in
      receipt(
        .payment, UInt32.random(in: 0..<Self.accounts, using: &random),
        other: UInt32.random(in: 0..<50, using: &random))
    }
  }

  private func receipt(_ kind: Receipt.Kind, _ account: UInt32, other: UInt32? = nil) -> Receipt {
    Receipt(
      kind, account: AccountNumber(account), other: other.map { AccountNumber($0) } ?? .none, amount: 1,
      time: BlockTime(milliseconds: 0), digest: .zero)
  }

  /// A block of these receipts, nil for a public entry, and the block's own entry.
  mutating func add(_ receipts: [Receipt?], publicEntries: [PublicEntry] = []) {
    var bytes: [UInt8] = []
    var open: [(place: UInt32, entry: PublicEntry)] = []
    func addOpen(_ entry: PublicEntry) {
      open.append((UInt32(bytes.count / Receipt.byteCount), entry))
      bytes += [UInt8](repeating: 0, count: Receipt.byteCount)
    }
    for receipt in receipts {
      guard let receipt else {
        addOpen(PublicEntry(.agency, content: []))
        continue
      }
      let entry = size + UInt64(bytes.count / Receipt.byteCount)
      expected[receipt.account.raw, default: []].append(entry)
      if receipt.other != .none, receipt.other != receipt.account {
        expected[receipt.other.raw, default: []].append(entry)
      }
      bytes += receipt.bytes
    }
    for entry in publicEntries { addOpen(entry) }
    let count = UInt64(bytes.count / Receipt.byteCount) + 1
    let height = UInt64(blocks.count)
    let block = BlockEntry(
      height: height, time: BlockTime(milliseconds: Int64(height)), protocolVersion: 1, parameters: .zero,
      commandRoot: .zero, commands: 0, rejected: 0, firstEntry: size, entries: count, stateRoot: .zero)
    addOpen(PublicEntry(.block, content: block.encoded))
    blocks.append(
      BlockRecord(
        height: height, time: block.time, commands: [], firstEntry: size, decisions: [], receipts: bytes,
        commitments: [UInt8](repeating: 0, count: Int(count) * Digest.byteCount), publicEntries: open))
    size += count
  }
}

/// A folder that goes with the last reference to it.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("salur-views-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

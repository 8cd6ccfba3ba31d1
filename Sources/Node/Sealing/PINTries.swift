import Coding
import Platform
import Signing
import Wallet

/// How often PINs were tried on each card at one terminal since the last right one. A try is on the disk before it is
/// made: pulling the plug gains nothing.
///
/// A card is known by the digest of all that is on it: anybody can make another one with its number. `tries.cbor` names the
/// digest of its predecessor, and `tries.mark` its own, so that a lost file, a damaged or an older one is noticed. Whoever
/// writes them on purpose is not: only hardware would notice. One process at a time may have it.
public struct PINTries: Sendable {
  /// So many tries, then the card is refused.
  public static let most: UInt8 = 8
  /// Cards with tries against them: so many a terminal remembers, and then takes no more.
  public static let mostCards = 10_000

  private let directory: String
  /// Ordered by the card; none is zero.
  private var counts: [Count]
  private var digest: Digest

  private struct Count {
    /// Of all its bytes.
    let card: Digest
    var tries: UInt8
  }

  private var file: String { directory + "/tries.cbor" }
  private var mark: String { directory + "/tries.mark" }

  /// For a terminal that is new.
  public init(creating directory: String) throws(StorageError) {
    self.directory = directory
    counts = []
    digest = .zero
    try write()
  }

  public init(_ directory: String) throws(PINTriesError) {
    self.directory = directory
    let (file, mark) = (directory + "/tries.cbor", directory + "/tries.mark")
    guard Directory.exists(file), Directory.exists(mark) else { throw .damaged(directory) }
    let (bytes, marked): ([UInt8], [UInt8])
    do throws(StorageError) {
      bytes = try File.contents(of: file, limit: 1 << 20)
      marked = try File.contents(of: mark, limit: 1 << 10)
    } catch {
      throw .storage(error)
    }
    digest = SHA256.hash(bytes)
    do throws(CodingError) {
      let (previous, counts) = try Self.read(bytes)
      self.counts = counts
      if marked == digest.bytes { return }
      // The power went between the two files.
      guard marked == previous.bytes else { throw CodingError(.invalid("the mark is another file's"), at: 0) }
    } catch {
      throw .damaged(directory)
    }
    do throws(StorageError) {
      try File.replace(mark, with: digest.bytes)
    } catch {
      throw .storage(error)
    }
  }

  /// How many tries a card has left here.
  public func left(_ card: UnopenedCard) -> UInt8 {
    let (index, isThere) = place(SHA256.hash(card.encoded))
    return isThere ? Self.most - counts[index].tries : Self.most
  }

  /// Opens a card for a payment that was shown. The try is counted first; the right PIN takes the count away.
  public mutating func open(
    _ card: UnopenedCard, _ pin: PIN, for payment: ShownPayment
  ) throws(PINTriesError) -> OpenedCard {
    try count(card)
    let opened: OpenedCard
    do throws(PassphraseError) {
      opened = try OpenedCard(card, pin, for: payment)
    } catch {
      throw .wrong(left: left(card))
    }
    let (index, _) = place(SHA256.hash(card.encoded))
    counts.remove(at: index)
    do throws(StorageError) {
      try write()
    } catch {
      throw .storage(error)
    }
    return opened
  }

  /// Counts one try, durably.
  package mutating func count(_ card: UnopenedCard) throws(PINTriesError) {
    guard left(card) > 0 else { throw .noneLeft }
    let card = SHA256.hash(card.encoded)
    let (index, isThere) = place(card)
    if isThere {
      counts[index].tries += 1
    } else {
      guard counts.count < Self.mostCards else { throw .tooManyCards }
      counts.insert(Count(card: card, tries: 1), at: index)
    }
    do throws(StorageError) {
      try write()
    } catch {
      throw .storage(error)
    }
  }

  /// Where a card's count is, or would be.
  private func place(_ card: Digest) -> (index: Int, isThere: Bool) {
    let index = counts.firstIndex { !$0.card.bytes.lexicographicallyPrecedes(card.bytes) } ?? counts.count
    return (index, index < counts.count && counts[index].card == card)
  }

  // MARK: On the disk

  /// `[1, predecessor's digest, [[card, tries], …]]`
  private mutating func write() throws(StorageError) {
    var w = CBORWriter()
    w.array(3)
    w.unsigned(1 as UInt64)
    w.digest(digest)
    w.list(counts) { w, count in
      w.array(2)
      w.digest(count.card)
      w.unsigned(count.tries)
    }
    try File.replace(file, with: w.bytes)
    let written = SHA256.hash(w.bytes)
    try File.replace(mark, with: written.bytes)
    digest = written
  }

  private static func read(_ bytes: [UInt8]) throws(CodingError) -> (previous: Digest, counts: [Count]) {
    var r = CBORReader(bytes)
    try r.array(exactly: 3)
    let version = try r.unsigned()
    guard version == 1 else { throw r.error(.unknownVersion(version)) }
    let previous = try r.digest()
    var last: Digest?
    let counts = try r.list(max: mostCards) { (r) throws(CodingError) in
      try r.array(exactly: 2)
      let card = try r.digest()
      let tries: UInt8 = try r.unsigned()
      guard (1...most).contains(tries), last.map({ $0.bytes.lexicographicallyPrecedes(card.bytes) }) ?? true else {
        throw r.error(.outOfRange)
      }
      last = card
      return Count(card: card, tries: tries)
    }
    try r.end()
    return (previous, counts)
  }
}

/// Why a terminal does not open a card.
public enum PINTriesError: Error, Equatable, Sendable {
  /// The PIN is wrong, or the card was altered.
  case wrong(left: UInt8)
  /// Eight wrong tries at this terminal.
  case noneLeft
  /// The terminal remembers as many cards as it can.
  case tooManyCards
  /// What was counted is missing, altered or older than it was.
  case damaged(String)
  case storage(StorageError)
}

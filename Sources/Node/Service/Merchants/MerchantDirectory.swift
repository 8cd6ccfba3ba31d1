import Coding
import Engine
import Ledger
import Model
import Rules
import Synchronization

/// Licensed shops, nearest first: those in the same village, then in the rest of its district, regency and province, then
/// everywhere else.
///
/// Shops never move and are never forgotten, so their places are sorted beside the ledger, and only new ones are added.
/// Whether one is licensed is looked up every time. However many shops there are, the ledger never waits for more than
/// `most` of them to be looked at.
package final class MerchantDirectory: Sendable {
  private let replica: Replica
  /// Shops looked at in one go: a page may be short, or empty, and there is more all the same.
  private let most: Int
  /// Every shop that has been taken in, by region.
  private let sorted = Mutex<[Place]>([])

  package init(_ replica: Replica, most: Int = 2_000) {
    self.replica = replica
    self.most = most
  }

  package struct Place: Comparable, Sendable {
    let region: UInt64
    /// Row of the shop's record.
    let row: UInt32

    package static func < (left: Place, right: Place) -> Bool { (left.region, left.row) < (right.region, right.row) }
  }

  package struct Wanted: Sendable {
    package var region: Region?
    package var category: MerchantCategory?
    package var licence: Text?

    package init(region: Region? = nil, category: MerchantCategory? = nil, licence: Text? = nil) {
      self.region = region
      self.category = category
      self.licence = licence
    }
  }

  /// Where a page ended: the ring round the region, and the place in it.
  package struct Cursor: Equatable, Sendable {
    let ring: Int
    let place: Place

    init(ring: Int, place: Place) {
      self.ring = ring
      self.place = place
    }

    /// `1-5315062001-17`
    init?(_ text: some StringProtocol) {
      let parts = text.split(separator: "-").compactMap { UInt64($0) }
      guard parts.count == 3, parts[0] < 8, let row = UInt32(exactly: parts[2]) else { return nil }
      self.init(ring: Int(parts[0]), place: Place(region: parts[1], row: row))
    }

    var text: String { "\(ring)-\(place.region)-\(place.row)" }
  }

  package struct Found: Sendable {
    package let shop: Shop
    let merchant: MerchantRow
    let licences: [Text]
  }

  /// Shops as wanted, from where a page ended; nil as `next` where there are no more. May take a while after the start:
  /// not for a thread that others wait for.
  package func page(_ wanted: Wanted, after cursor: Cursor?, limit: Int) -> (found: [Found], next: Cursor?) {
    // Before the state is read: whoever waits for the one never holds the other.
    let places = places()
    return replica.read { state in page(wanted, places, after: cursor, limit: limit, in: state) }
  }

  private func page(
    _ wanted: Wanted, _ places: [Place], after cursor: Cursor?, limit: Int, in state: LedgerState
  ) -> (found: [Found], next: Cursor?) {
    let rings = Self.rings(round: wanted.region)
    let licence = wanted.licence.map { name in state.licenceClasses.firstIndex(of: name) }
    var found: [Found] = []
    var looked = 0
    for ring in rings.indices where ring >= cursor?.ring ?? 0 {
      var index = Self.first(in: places, notBelow: Place(region: rings[ring].lowerBound, row: 0))
      if let cursor, cursor.ring == ring { index = Self.first(in: places, notBelow: cursor.place) }
      while index < places.count, places[index].region < rings[ring].upperBound {
        let place = places[index]
        index += 1
        // What lies further in was in an earlier ring.
        if ring > 0, rings[ring - 1].contains(place.region) {
          index = Self.first(in: places, notBelow: Place(region: rings[ring - 1].upperBound, row: 0))
          continue
        }
        if cursor?.ring == ring, place == cursor?.place { continue }
        looked += 1
        if let shop = Self.shop(place, wanted, licence: licence, state) { found.append(shop) }
        if found.count == limit || looked == most { return (found, Cursor(ring: ring, place: place)) }
      }
    }
    return (found, nil)
  }

  /// All there are, the new ones taken in.
  private func places() -> [Place] {
    sorted.withLock { places in
      let known = places.count
      while true {
        let first = places.count
        let new = replica.read { [most] state in
          (first..<min(first + most, state.merchants.count)).map {
            Place(region: state.merchants[$0].region, row: UInt32($0))
          }
        }
        places += new
        guard new.count == most else { break }
      }
      if places.count > known { places.sort() }
      return places
    }
  }

  /// Ranges of codes round a region, each holding the one before.
  private static func rings(round region: Region?) -> [Range<UInt64>] {
    let nation: Range<UInt64> = 0..<UInt64.max
    guard let region else { return [nation] }
    let around = Region.Level.allCases.reversed().compactMap { region.ancestor(at: $0) }
    return around.map { $0.raw..<$0.raw + $0.level.unit } + [nation]
  }

  private static func first(in places: [Place], notBelow place: Place) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func shop(
    _ place: Place, _ wanted: Wanted, licence: Int??, _ state: LedgerState
  ) -> Found? {
    let row = state.merchants[Int(place.row)]
    guard row.licensed, !row.suspended, wanted.category.map({ $0.code == row.category }) ?? true else { return nil }
    if let licence {
      guard let bit = licence, row.licences >> UInt64(bit) & 1 == 1 else { return nil }
    }
    return Found(shop: state.shops[Int(place.row)], merchant: row, licences: state.licences(of: row))
  }
}

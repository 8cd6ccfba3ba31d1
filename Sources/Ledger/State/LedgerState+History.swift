import Model
import Rules

/// Families and places as they were: the part of the state that decisions about people read.
struct Population: Sendable {
  let accounts: Table<AccountRow>
  let persons: Table<PersonRow>
  let moves: Table<MoveRow>

  /// The family a person belonged to once the blocks up to `height` were applied. Whoever came to the ledger later
  /// counts where they were registered.
  func family(of person: PersonNumber, at height: UInt64) -> AccountNumber {
    let row = persons[person.row]
    var family = row.family
    var move = row.moved
    while move != MoveRow.none {
      let change = moves[Int(move)]
      if change.height <= height { break }
      family = change.family
      move = change.previous
    }
    return family
  }

  /// Where a family lived once the blocks up to `height` were applied: the raw code of its village.
  func home(of family: AccountNumber, at height: UInt64) -> UInt64 {
    let head = accounts[family.row]
    var region = head.region
    var move = head.moved
    while move != MoveRow.none {
      let change = moves[Int(move)]
      if change.height <= height { break }
      region = change.region
      move = change.previous
    }
    return region
  }
}

extension LedgerState {
  var population: Population { Population(accounts: accounts, persons: persons, moves: moves) }
}

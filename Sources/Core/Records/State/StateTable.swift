/// The tables whose roots the state root hashes first, in this order. Behind them come those of programmes' facts and
/// open cycles, whose number grows.
public enum StateTable: UInt8, Sendable, CaseIterable {
  /// Not a table: the digest of the small records.
  case registry = 0
  case accounts = 1
  case credentials = 2
  case lanes = 3
  case persons = 4
  case members = 5
  case moves = 6
  case merchants = 7
  case money = 8
  case payments = 9
  case paymentParts = 10
  case settlements = 11
  /// Labels and limits of credentials.
  case terms = 12
  case recoveries = 13
}

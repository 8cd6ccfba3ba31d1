import Coding
import Model

/// Why a decision is not yes, where no rule of the programme says so itself.
enum ReasonWords {
  static let noPayment = Words(
    indonesian: "tidak ada pembayaran yang berlaku", english: "no payment applies")
  static let waitsForSeries = Words(
    indonesian: "menunggu putusan program lain", english: "waits for another programme's decision")
  static let fault = Words(
    indonesian: "sebuah aturan tidak dapat dihitung", english: "a rule could not be computed")

  static func waits(for schema: Text) -> Words {
    Words(indonesian: Text("menunggu fakta \(schema)"), english: Text("waits for the fact \(schema)"))
  }
}

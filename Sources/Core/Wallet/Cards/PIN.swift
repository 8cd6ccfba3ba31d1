/// The six digits somebody enters to open a card.
public struct PIN: Hashable, Sendable {
  public static let digitCount = 6

  /// ASCII, six of them.
  public let digits: String

  public init(_ text: String) throws(PINError) {
    guard text.utf8.count == Self.digitCount, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { throw .notSixDigits }
    digits = text
  }
}

/// A PIN for a new card: none of those that are tried first.
public struct NewPIN: Hashable, Sendable {
  public let pin: PIN

  /// Refuses one digit six times, two or three digits over and over, and runs up or down, also past nine.
  public init(_ text: String) throws(PINError) {
    pin = try PIN(text)
    let digits = pin.digits.utf8.map { Int($0 - UInt8(ascii: "0")) }
    let repeats = (1...3).contains { period in digits.indices.allSatisfy { digits[$0] == digits[$0 % period] } }
    let runs = [1, 9].contains { step in digits.indices.allSatisfy { digits[$0] == (digits[0] + $0 * step) % 10 } }
    guard !repeats, !runs else { throw .trivial }
  }
}

public enum PINError: Error, Equatable, Sendable {
  case notSixDigits
  case trivial
}

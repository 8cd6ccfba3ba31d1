/// How far the witnesses are behind the log: what wallets refuse to show and to pay over, once it is ten minutes.
struct WitnessLag: Sendable {
  /// Entries that are not cosigned yet.
  let entries: UInt64
  /// Seconds since the newest cosigned head was cosigned; nil before the first.
  let age: UInt64?
}

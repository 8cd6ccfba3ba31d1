/// How well a key is kept, and so how much it may spend.
public enum Tier: UInt8, Sendable, CaseIterable, Comparable, BitwiseCopyable {
  /// In a file, or in a card that a terminal opens: whoever has the bytes and the PIN has the key.
  case software = 0
  /// Kept by the operating system, without proof of where.
  case platform = 1
  /// In hardware that lets no key out, as its maker's certificates say.
  case hardware = 2

  public static func < (a: Tier, b: Tier) -> Bool { a.rawValue < b.rawValue }
}

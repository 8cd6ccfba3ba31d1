/// A place by its Kemendagri code `PP.KK.KC.DDDD`, at one of four levels.
///
/// `raw` is a fixed-width number of ten decimal digits, finer levels padded with zeros: province 53 is `5300000000`,
/// its village 53.15.06.2001 is `5315062001`. Numeric order is the order of the codes; zero is no region.
public struct Region: Hashable, Sendable {
  public let raw: UInt64

  public enum Level: UInt8, CaseIterable, Sendable, Comparable {
    case province, regency, district, village

    /// What one unit of this level's component counts for in `raw`.
    @inlinable
    public var unit: UInt64 {
      switch self {
      case .province: 100_000_000
      case .regency: 1_000_000
      case .district: 10_000
      case .village: 1
      }
    }

    @inlinable
    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// `nil` unless every component down to the region's level is non-zero and everything below it is zero.
  public init?(raw: UInt64) {
    // Provinces have two digits, the first not zero.
    guard raw >= 1_000_000_000, raw < 10_000_000_000 else { return nil }
    var scale: UInt64 = 10_000_000_000
    var ended = false
    for level in Level.allCases {
      let component = raw % scale / level.unit
      if component == 0 { ended = true } else if ended { return nil }
      scale = level.unit
    }
    self.raw = raw
  }

  /// The compact number people write: 53, 5315, 531506 or 5315062001. Its count of digits gives the level.
  public init?(number: UInt64) {
    switch number {
    case 1..<100: self.init(raw: number * Level.province.unit)
    case 1_00..<100_00: self.init(raw: number * Level.regency.unit)
    case 1_00_00..<100_00_00: self.init(raw: number * Level.district.unit)
    default: self.init(raw: number)
    }
  }

  /// Parses `"53"`, `"53.15"`, `"53.15.06"` or `"53.15.06.2001"`; every digit must be there.
  public init?(_ text: String) {
    self.init(utf8: Array(text.utf8))
  }

  init?(utf8: some Collection<UInt8>) {
    let level: Level
    switch utf8.count {
    case 2: level = .province
    case 5: level = .regency
    case 8: level = .district
    case 13: level = .village
    default: return nil
    }
    var value: UInt64 = 0
    for (index, byte) in utf8.enumerated() {
      if index == 2 || index == 5 || index == 8 {
        guard byte == UInt8(ascii: ".") else { return nil }
      } else {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
      }
    }
    self.init(raw: value * level.unit)
    guard self.level == level else { return nil }
  }

  public var level: Level {
    if raw % Level.province.unit == 0 { return .province }
    if raw % Level.regency.unit == 0 { return .regency }
    return raw % Level.district.unit == 0 ? .district : .village
  }

  /// Whether `other` is this region or lies in it.
  public func contains(_ other: Region) -> Bool {
    Region.contains(other.raw, in: raw)
  }

  /// The region of a coarser (or the same) level that this one lies in; `nil` for a finer level.
  public func ancestor(at level: Level) -> Region? {
    guard level <= self.level else { return nil }
    return Region(unchecked: raw - raw % level.unit)
  }

  private init(unchecked raw: UInt64) {
    self.raw = raw
  }

  /// Prefix comparison on raw codes, for columns. A raw zero contains nothing and lies nowhere.
  static func contains(_ code: UInt64, in region: UInt64) -> Bool {
    guard region != 0, code >= region else { return false }
    let unit: UInt64 =
      region % Level.province.unit == 0
      ? Level.province.unit
      : region % Level.regency.unit == 0
        ? Level.regency.unit : region % Level.district.unit == 0 ? Level.district.unit : Level.village.unit
    return code - region < unit
  }
}

extension Region: Comparable {
  public static func < (left: Region, right: Region) -> Bool { left.raw < right.raw }
}

extension Region: CustomStringConvertible {
  /// `"53.15.06.2001"`, as short as the level.
  public var description: String { text.string }

  var text: ShortText {
    var text = ShortText()
    var scale: UInt64 = 10_000_000_000
    for part in Level.allCases where part <= level {
      if part > .province { text.append(".") }
      text.append(raw % scale / part.unit, width: part == .village ? 4 : 2)
      scale = part.unit
    }
    return text
  }
}

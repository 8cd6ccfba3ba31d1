import Coding
import TestSupport

/// Any value of the profile: the model that random encodings are made from.
indirect enum DataItem: Equatable {
  case unsigned(UInt64)
  case negative(Int64)
  case bytes([UInt8])
  case text(Text)
  case array([DataItem])
  /// Sorted by the keys' encodings, no key twice.
  case map([Pair])
  case tagged(DataItem)
  case bool(Bool)
  case null

  struct Pair: Equatable {
    let key: DataItem
    let value: DataItem
  }
}

extension DataItem: CBORCodable {
  func encode(to writer: inout CBORWriter) {
    switch self {
    case .unsigned(let value): writer.unsigned(value)
    case .negative(let value): writer.signed(value)
    case .bytes(let value): writer.bytes(value)
    case .text(let value): writer.text(value.string)
    case .array(let items): writer.list(items)
    case .map(let pairs):
      writer.map(pairs.count)
      for pair in pairs {
        writer.value(pair.key)
        writer.value(pair.value)
      }
    case .tagged(let item):
      writer.tag(18)
      writer.value(item)
    case .bool(let value): writer.bool(value)
    case .null: writer.null()
    }
  }

  init(from reader: inout CBORReader) throws(CodingError) {
    switch try reader.peekMajorType() {
    case .unsigned: self = .unsigned(try reader.unsigned())
    case .negative: self = .negative(try reader.signed())
    case .bytes: self = .bytes(try reader.bytes())
    case .text: self = .text(Text(try reader.text()))
    case .array: self = .array(try reader.list(max: 1 << 16))
    case .map:
      var pairs: [Pair] = []
      try reader.map { (reader) throws(CodingError) in
        pairs.append(Pair(key: try reader.value(), value: try reader.value()))
      }
      self = .map(pairs)
    case .tag:
      try reader.tag(18)
      self = .tagged(try reader.nested { (reader) throws(CodingError) in try reader.value() })
    case .simple: self = try reader.nullIfPresent() ? .null : .bool(reader.bool())
    }
  }
}

extension DataItem {
  static func random(using random: inout SplitMix64, depth: Int = 0) -> DataItem {
    switch Int.random(in: 0..<(depth < 6 ? 10 : 6), using: &random) {
    case 0: return .unsigned(random.next() >> UInt64.random(in: 0..<64, using: &random))
    case 1: return .negative(Int64(bitPattern: ~(random.next() >> UInt64.random(in: 1..<64, using: &random))))
    case 2: return .bytes(random.bytes(Int.random(in: 0..<40, using: &random)))
    case 3: return .text(Text(randomText(using: &random)))
    case 4: return .bool(Bool.random(using: &random))
    case 5: return .null
    case 6: return .tagged(.random(using: &random, depth: depth + 1))
    case 7: return .map(randomPairs(using: &random, depth: depth + 1))
    default:
      let count = Int.random(in: 0..<5, using: &random)
      return .array((0..<count).map { _ in .random(using: &random, depth: depth + 1) })
    }
  }

  private static func randomPairs(using random: inout SplitMix64, depth: Int) -> [Pair] {
    var pairs: [[UInt8]: Pair] = [:]
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      let key = DataItem.random(using: &random, depth: depth)
      pairs[key.encoded] = Pair(key: key, value: .random(using: &random, depth: depth))
    }
    return pairs.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  private static func randomText(using random: inout SplitMix64) -> String {
    let alphabet: [Character] = ["a", "Z", "0", " ", "\n", "é", "ü", "水", "\u{10151}", "\"", "\\", "\u{0}"]
    return String((0..<Int.random(in: 0..<30, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
  }
}

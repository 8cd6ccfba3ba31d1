import Coding
import Model
import Rules

/// Packs one column's cells as elements of the column (`ColumnType`), without a value in between.
///
/// It only says whether a cell is good; `FactValue(cell:of:)` says what is wrong with one that is not. Plain memory, so
/// that threads share no counted references: whoever makes it frees it.
struct CellPacker {
  let type: ColumnType
  /// The registry's column; −1 for an optional field that none holds.
  let column: Int
  /// Where the element stands in its record.
  let offset: Int
  private let optional: Bool
  private let least: Int64
  private let most: Int64
  private let words: UnsafeMutablePointer<Word>
  private let wordCount: Int

  /// A word by its length and its first and last eight bytes.
  private struct Word: BitwiseCopyable {
    var count = 0
    var start: UInt64 = 0
    var end: UInt64 = 0

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
      count = bytes.count
      if count >= 8 {
        start = bytes.loadUnaligned(as: UInt64.self)
        end = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      } else {
        for byte in bytes { start = start << 8 | UInt64(byte) }
      }
    }
  }

  /// Words up to this long are known by their two ends.
  static let longestWord = 16

  init(_ field: RecordType.Field, column: Int?, offset: Int) {
    type = field.type.column!
    self.column = column ?? -1
    self.offset = offset
    optional = field.optional
    (least, most) =
      switch field.type {
      case .int(let min, let max): (min, max)
      case .rupiah: (0, .max)
      default: (0, 0)
      }
    var known: [Text] = []
    if case .enumeration(let words) = field.type { known = words }
    wordCount = known.count
    words = .allocate(capacity: known.count + 1)
    for (index, word) in known.enumerated() {
      word.utf8.withUnsafeBytes { (words + index).initialize(to: Word($0)) }
    }
  }

  func free() { words.deallocate() }

  /// False where the cell holds no value of the field.
  @inline(__always)
  func pack(_ cell: UnsafeRawBufferPointer, to p: UnsafeMutableRawPointer) -> Bool {
    if cell.isEmpty {
      guard optional else { return false }
      type.write(.absent, to: p)
      return true
    }
    switch type {
    case .int8, .int16, .int32, .int64, .rupiah:
      guard let number = wholeNumber(cell), least <= number, number <= most else { return false }
      store(number, to: p)
    case .code8, .code16:
      let word = Word(cell)
      guard
        let index = (0..<wordCount).first(where: { words[$0].start == word.start && words[$0].count == word.count }),
        words[index].end == word.end
      else { return false }
      store(Int64(index + 1), to: p)
    case .date:
      guard let day = Self.day(cell) else { return false }
      store(Int64(day), to: p)
    case .bool, .region, .text: return packRarely(cell, to: p)
    }
    return true
  }

  @inline(__always)
  private func store(_ number: Int64, to p: UnsafeMutableRawPointer) {
    switch type.stride {
    case 1: p.storeBytes(of: UInt8(truncatingIfNeeded: number), as: UInt8.self)
    case 2: p.storeBytes(of: UInt16(truncatingIfNeeded: number).littleEndian, as: UInt16.self)
    case 4: p.storeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian, as: UInt32.self)
    default: p.storeBytes(of: number.littleEndian, as: Int64.self)
    }
  }

  /// `2026-02-10` as days since 1970.
  @inline(__always)
  private static func day(_ cell: UnsafeRawBufferPointer) -> Int32? {
    guard cell.count == 10, cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-") else { return nil }
    var digits: UInt32 = 0
    for place in 0..<10 where place != 4 && place != 7 {
      let digit = cell[place] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      digits = digits * 10 + UInt32(digit)
    }
    return CivilDate(year: Int(digits / 10_000), month: Int(digits / 100 % 100), day: Int(digits % 100))?.days
  }

  /// Truth, places and text.
  private func packRarely(_ cell: UnsafeRawBufferPointer, to p: UnsafeMutableRawPointer) -> Bool {
    switch type {
    case .bool:
      let isTrue = cell.elementsEqual("true".utf8)
      guard isTrue || cell.elementsEqual("false".utf8) else { return false }
      type.write(.bool(isTrue), to: p)
    case .region:
      guard let region = Region(String(decoding: cell, as: UTF8.self)) else { return false }
      type.write(.region(region), to: p)
    case .text(let maxBytes):
      guard cell.count <= maxBytes, let text = Text(validating: Array(cell)) else { return false }
      type.write(.text(text), to: p)
    default: return false
    }
    return true
  }
}

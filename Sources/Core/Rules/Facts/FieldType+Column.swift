import Coding

/// Column elements to values and back: the one place that knows their bytes besides the machine itself.
extension FieldType {
  /// Reads the element at that address; `nil` when it is absent or the field is child rows.
  public func decode(_ address: UnsafeRawPointer) -> Value? {
    switch self {
    case .bool:
      let byte = address.load(as: UInt8.self)
      return byte > 1 ? nil : .bool(byte == 1)
    case .int: return number(address).map { .int($0) }
    case .rupiah: return number(address).map { .rupiah($0) }
    case .date: return number(address).flatMap { CivilDate(days: Int32(truncatingIfNeeded: $0)) }.map { .date($0) }
    case .enumeration(let words):
      let code = column == .code8 ? Int(address.load(as: UInt8.self)) : Int(address.load(as: UInt16.self))
      return code >= 1 && code <= words.count ? .string(words[code - 1]) : nil
    case .region: return Region(raw: address.load(as: UInt64.self)).map { .region($0) }
    case .text(let maxBytes):
      let count = Int(address.load(as: UInt8.self))
      guard count <= maxBytes else { return nil }
      return Text(validating: Array(UnsafeRawBufferPointer(start: address + 1, count: count))).map { .string($0) }
    case .records: return nil
    }
  }

  private func number(_ address: UnsafeRawPointer) -> Int64? {
    func present<T: FixedWidthInteger>(_ value: T) -> Int64? { value == .min ? nil : Int64(truncatingIfNeeded: value) }
    switch column {
    case .int8: return present(address.load(as: Int8.self))
    case .int16: return present(address.load(as: Int16.self))
    case .int32, .date: return present(address.load(as: Int32.self))
    default: return present(address.load(as: Int64.self))
    }
  }

  /// Writes a value, or the absent pattern for `nil`, at that address.
  ///
  /// - Returns: what is wrong with the value, when it is not one of the field's; nothing is written then.
  public func encode(_ value: Value?, to address: UnsafeMutableRawPointer) -> Phrase? {
    guard let column else { return Phrase("baris anak bukan satu nilai", "child rows are no single value") }
    guard let value else {
      writeAbsent(column, address)
      return nil
    }
    switch (self, value) {
    case (.bool, .bool(let flag)):
      address.storeBytes(of: flag ? 1 : 0, as: UInt8.self)
    case (.int(let min, let max), .int(let number)):
      guard number >= min, number <= max else {
        return Phrase(
          "\(String(number)) tidak di antara \(String(min)) dan \(String(max))",
          "\(String(number)) is not in \(String(min)) to \(String(max))")
      }
      write(number, column, address)
    case (.rupiah, .rupiah(let number)), (.rupiah, .int(let number)):
      guard number > .min else { return Phrase("jumlah ini di luar jangkauan", "this amount is out of range") }
      write(number, column, address)
    case (.date, .date(let date)):
      write(Int64(date.days), column, address)
    case (.date, .string(let text)):
      guard let date = CivilDate(utf8: text.utf8) else {
        return Phrase("'\(text)' bukan tanggal seperti 2026-02-10", "'\(text)' is no date like 2026-02-10")
      }
      write(Int64(date.days), column, address)
    case (.enumeration(let words), .string(let text)):
      guard let index = words.firstIndex(of: text) else {
        return Phrase("'\(text)' bukan salah satu katanya", "'\(text)' is not one of its words")
          + suggestion(for: text, among: words, orElse: Phrase("di dalamnya", "in it"))
      }
      write(Int64(index) + 1, column, address)
    case (.region, .region(let region)):
      write(Int64(region.raw), column, address)
    case (.region, .string(let text)):
      guard let region = Region(utf8: text.utf8) else {
        return Phrase(
          "'\(text)' bukan kode wilayah seperti 53.15.06.2001", "'\(text)' is no region code like 53.15.06.2001")
      }
      write(Int64(region.raw), column, address)
    case (.text(let maxBytes), .string(let text)):
      guard text.utf8.count <= maxBytes else {
        return Phrase(
          "teks lebih panjang dari \(String(maxBytes)) bita", "the text is longer than \(String(maxBytes)) bytes")
      }
      address.initializeMemory(as: UInt8.self, repeating: 0, count: column.stride)
      address.storeBytes(of: UInt8(text.utf8.count), as: UInt8.self)
      for (index, byte) in text.utf8.enumerated() {
        address.storeBytes(of: byte, toByteOffset: 1 + index, as: UInt8.self)
      }
    default:
      let kind = value.kind
      return Phrase("\(kind.indonesian) bukan \(type.description)", "\(kind.english) is not \(type.description)")
    }
    return nil
  }

  private func writeAbsent(_ column: ColumnType, _ address: UnsafeMutableRawPointer) {
    switch column {
    case .bool: address.storeBytes(of: 2, as: UInt8.self)
    case .code8, .code16, .region: write(0, column, address)
    case .int8: write(Int64(Int8.min), column, address)
    case .int16: write(Int64(Int16.min), column, address)
    case .int32, .date: write(Int64(Int32.min), column, address)
    case .int64, .rupiah: write(.min, column, address)
    case .text:
      address.initializeMemory(as: UInt8.self, repeating: 0, count: column.stride)
      address.storeBytes(of: .max, as: UInt8.self)
    }
  }

  private func write(_ number: Int64, _ column: ColumnType, _ address: UnsafeMutableRawPointer) {
    switch column.stride {
    case 1: address.storeBytes(of: UInt8(truncatingIfNeeded: number), as: UInt8.self)
    case 2: address.storeBytes(of: UInt16(truncatingIfNeeded: number), as: UInt16.self)
    case 4: address.storeBytes(of: UInt32(truncatingIfNeeded: number), as: UInt32.self)
    default: address.storeBytes(of: number, as: Int64.self)
    }
  }
}

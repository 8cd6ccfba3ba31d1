import Coding
import Testing

@Suite struct CBORReaderTests {
  private func reader(_ write: (inout CBORWriter) -> Void) -> CBORReader {
    var writer = CBORWriter()
    write(&writer)
    return CBORReader(writer.bytes)
  }

  /// Why reading what was written is refused.
  private func refusal(
    _ write: (inout CBORWriter) -> Void, reading read: (inout CBORReader) throws -> Void
  ) -> CodingError.Kind? {
    var reader = reader(write)
    let error = #expect(throws: CodingError.self) { try read(&reader) }
    return error?.kind
  }

  @Test func numbersKeepToTheirType() throws {
    for value in [Int64.min, -1, 0, 1, .max] {
      var reader = reader { $0.signed(value) }
      #expect(try reader.signed() == value)
    }
    let above = refusal({ $0.unsigned(256 as UInt64) }, reading: { _ = try $0.unsigned() as UInt8 })
    #expect(above == .outOfRange)
    let below = refusal({ $0.signed(-129 as Int64) }, reading: { _ = try $0.signed() as Int8 })
    #expect(below == .outOfRange)
    let unsigned = refusal({ $0.unsigned(1 << 63 as UInt64) }, reading: { _ = try $0.signed() as Int64 })
    #expect(unsigned == .outOfRange)
    let negative = refusal({ $0.signed(-1 as Int64) }, reading: { _ = try $0.unsigned() as UInt64 })
    #expect(negative == .wrongType(expected: .unsigned, found: .negative))
  }

  @Test func lengthsKeepToTheirLimits() throws {
    var bytes = reader { $0.bytes([1, 2, 3]) }
    #expect(try bytes.bytes(max: 3) == [1, 2, 3])
    let long = refusal({ $0.bytes([1, 2, 3]) }, reading: { _ = try $0.bytes(max: 2) })
    #expect(long == .tooLong(limit: 2, found: 3))
    let inexact = refusal({ $0.bytes([1, 2, 3]) }, reading: { _ = try $0.bytes(exactly: 2) })
    #expect(inexact == .wrongCount(expected: 2, found: 3))
    let text = refusal({ $0.text("salur") }, reading: { _ = try $0.text(max: 4) })
    #expect(text == .tooLong(limit: 4, found: 5))
    let list = refusal({ $0.list([DataItem.null, .null]) }, reading: { _ = try $0.list(max: 1) as [DataItem] })
    #expect(list == .tooLong(limit: 1, found: 2))
    let array = refusal({ $0.array(2) }, reading: { try $0.array(exactly: 3) })
    #expect(array == .wrongCount(expected: 3, found: 2))
  }

  @Test func simpleValuesAreToldApart() throws {
    var reader = reader {
      $0.bool(true)
      $0.bool(false)
      $0.null()
      $0.optional(DataItem.unsigned(7))
      $0.optional(nil as DataItem?)
    }
    #expect(try reader.bool())
    #expect(try !reader.bool())
    try reader.null()
    #expect(try reader.optional() == DataItem.unsigned(7))
    #expect(try reader.optional(DataItem.self) == nil)
    try reader.end()
    #expect(refusal({ $0.null() }, reading: { _ = try $0.bool() }) == .invalid("expected true or false, found null"))
    #expect(refusal({ $0.bool(false) }, reading: { try $0.null() }) == .invalid("expected null"))
  }

  @Test func errorsPointAtTheItem() {
    var reader = reader {
      $0.array(2)
      $0.unsigned(1000 as UInt64)
      $0.text("x")
    }
    let error = #expect(throws: CodingError.self) {
      try reader.array(exactly: 2)
      _ = try reader.unsigned() as UInt64
      _ = try reader.unsigned() as UInt64
    }
    #expect(error == CodingError(.wrongType(expected: .unsigned, found: .text), at: 4))
    #expect(error?.description == "expected an unsigned integer, found text (at byte 4)")
  }

  @Test func slicesCountFromTheirStart() {
    let bytes: [UInt8] = [9, 9, 0x18, 0x00]
    var reader = CBORReader(bytes[2...])
    #expect(throws: CodingError(.notMinimal, at: 0)) { try reader.unsigned() as UInt64 }
  }

  @Test func reasonsCompareByTheirBytes() {
    #expect(CodingError.Kind.invalid("a") == .invalid("a"))
    #expect(CodingError.Kind.invalid("a") != .invalid("b"))
  }
}

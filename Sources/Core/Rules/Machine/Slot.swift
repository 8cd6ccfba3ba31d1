/// One value in the machine: 16 bytes, read by the type the checker gave it.
///
/// | type | `bits` | `count` |
/// |---|---|---|
/// | bool, int, rupiah, date, duration, region | the number | |
/// | timestamp | seconds | nanoseconds |
/// | string | address of its UTF-8 | bytes |
/// | list | address of its slots | elements |
/// | map | address of its slots: key, value, key, value … | entries |
/// | record | row | first column of its table |
/// | child rows | first row | rows, or `absent` |
@usableFromInline
struct Slot: BitwiseCopyable {
  @usableFromInline var bits: Int64
  @usableFromInline var count: UInt32

  @usableFromInline static var absent: UInt32 { .max }

  @usableFromInline
  init(_ bits: Int64 = 0, _ count: UInt32 = 0) {
    self.bits = bits
    self.count = count
  }

  init(_ flag: Bool) {
    self.init(flag ? 1 : 0)
  }

  init(_ time: Timestamp) {
    self.init(time.seconds, time.nanoseconds)
  }

  init(_ address: UnsafeRawPointer, count: Int) {
    self.init(Int64(Int(bitPattern: address)), UInt32(truncatingIfNeeded: count))
  }

  var isTrue: Bool { bits != 0 }
  var time: Timestamp { Timestamp(unchecked: bits, count) }
  var span: TimeSpan { TimeSpan(nanoseconds: bits) }
  var date: CivilDate { CivilDate(unchecked: Int32(truncatingIfNeeded: bits)) }
  var size: Int { Int(count) }

  var utf8: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafePointer(bitPattern: Int(truncatingIfNeeded: bits)), count: size)
  }

  /// The elements of a list, or the keys and values of a map.
  var elements: UnsafePointer<Slot> {
    // Lists and maps, empty ones too, always have an address.
    UnsafePointer(bitPattern: Int(truncatingIfNeeded: bits))!
  }
}

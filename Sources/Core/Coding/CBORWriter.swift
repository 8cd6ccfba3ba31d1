/// Writes deterministic CBOR (RFC 8949 §4.2.1): every head in its shortest form, every length stated.
///
/// The caller states counts and writes exactly that many items; for a map, the keys in the bytewise order of their
/// encodings.
public struct CBORWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public mutating func unsigned(_ value: UInt64) { head(.unsigned, value) }

  public mutating func unsigned(_ value: some FixedWidthInteger & UnsignedInteger) { head(.unsigned, UInt64(value)) }

  public mutating func signed(_ value: Int64) {
    // −1 − n is the bitwise complement of n.
    if value < 0 { head(.negative, UInt64(~value)) } else { head(.unsigned, UInt64(value)) }
  }

  public mutating func signed(_ value: some FixedWidthInteger & SignedInteger) { signed(Int64(value)) }

  public mutating func bool(_ value: Bool) { bytes.append(value ? CBORSimple.true : CBORSimple.false) }

  public mutating func null() { bytes.append(CBORSimple.null) }

  public mutating func bytes(_ value: [UInt8]) {
    head(.bytes, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  public mutating func bytes(_ value: ArraySlice<UInt8>) {
    head(.bytes, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  public mutating func bytes(_ value: UnsafeRawBufferPointer) {
    head(.bytes, UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  public mutating func text(_ value: String) {
    let utf8 = value.utf8
    head(.text, UInt64(utf8.count))
    bytes.append(contentsOf: utf8)
  }

  /// Starts an array of `count` items.
  public mutating func array(_ count: Int) { head(.array, UInt64(count)) }

  /// Starts a map of `count` pairs.
  public mutating func map(_ count: Int) { head(.map, UInt64(count)) }

  /// Tags the next item. The only tag of the profile is `CBORReader.coseSign1`.
  public mutating func tag(_ number: UInt64) {
    precondition(number == CBORReader.coseSign1, "the profile has no tag but COSE_Sign1")
    head(.tag, number)
  }

  /// Copies one item that is already in deterministic form.
  public mutating func raw(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }

  /// Copies one item that is already in deterministic form.
  public mutating func raw(_ encoded: ArraySlice<UInt8>) { bytes.append(contentsOf: encoded) }

  /// Forgets what was written and keeps the memory, for the next record.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func head(_ type: CBORMajorType, _ argument: UInt64) {
    let major = type.rawValue << 5
    switch argument {
    case 0..<24:
      bytes.append(major | UInt8(argument))
    case 24..<0x100:
      bytes.append(major | 24)
      bytes.append(UInt8(argument))
    case 0x100..<0x1_0000:
      bytes.append(major | 25)
      bigEndian(argument, bytes: 2)
    case 0x1_0000..<0x1_0000_0000:
      bytes.append(major | 26)
      bigEndian(argument, bytes: 4)
    default:
      bytes.append(major | 27)
      bigEndian(argument, bytes: 8)
    }
  }

  private mutating func bigEndian(_ value: UInt64, bytes count: Int) {
    withUnsafeBytes(of: value.bigEndian) {
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0.suffix(count)))
    }
  }
}

/// The simple values of the profile, as whole items.
enum CBORSimple {
  static let `false`: UInt8 = 0xf4
  static let `true`: UInt8 = 0xf5
  static let null: UInt8 = 0xf6
}

import Coding
import TestSupport
import Testing

/// The two laws of every encoding: decoding what was encoded gives the value back, and whatever decodes re-encodes to
/// the same bytes. Nothing shorter or longer decodes at all.
func expectCodecLaws<Value: CBORCodable & Equatable>(
  _ value: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  expectCodecLaws(value, encoded: value.encoded, encode: \.encoded, sourceLocation: sourceLocation) {
    bytes throws(CodingError) in try Value(encoded: bytes)
  }
}

/// The same for a value that only a schema can decode.
func expectCodecLaws<Value: Equatable>(
  _ value: Value, encoded: [UInt8], encode: (Value) -> [UInt8], sourceLocation: SourceLocation = #_sourceLocation,
  decode: ([UInt8]) throws(CodingError) -> Value
) {
  func decoded(_ bytes: [UInt8]) -> Value? {
    do throws(CodingError) { return try decode(bytes) } catch { return nil }
  }
  #expect(decoded(encoded) == value, sourceLocation: sourceLocation)
  for length in encoded.indices {
    #expect(decoded(Array(encoded[..<length])) == nil, "cut to \(length)", sourceLocation: sourceLocation)
  }
  #expect(decoded(encoded + [0]) == nil, "one byte more", sourceLocation: sourceLocation)
  var random = SplitMix64(seed: UInt64(encoded.count))
  for index in encoded.indices {
    for change in [1, 0x80, UInt8(truncatingIfNeeded: random.next())] {
      var damaged = encoded
      damaged[index] ^= change
      guard let other = decoded(damaged) else { continue }
      #expect(encode(other) == damaged, "byte \(index)", sourceLocation: sourceLocation)
    }
  }
}

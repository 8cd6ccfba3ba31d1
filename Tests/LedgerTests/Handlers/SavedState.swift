import Ledger
import Model
import Signing
import Testing

// Saved states in memory.

enum SavedState {
  static func bytes(_ state: LedgerState) -> [UInt8] {
    var bytes: [UInt8] = []
    state.save { (part: UnsafeRawBufferPointer) in bytes.append(contentsOf: part) }
    return bytes
  }

  static func load(_ bytes: [UInt8]) throws -> LedgerState {
    var place = 0
    return try LedgerState { buffer in
      let count = min(buffer.count, bytes.count - place)
      buffer.copyBytes(from: bytes[place..<place + count])
      place += count
      return count
    }
  }
}

import Coding
import Model
import Signing

/// How far the vault has been made durable: what is damaged before that cannot be a torn write.
struct SyncedPlace: Equatable {
  let network: NetworkID
  /// Where the next record goes; nil in an empty vault.
  let place: VaultPlace?
}

extension SyncedPlace: CBORCodable {
  func encode(to w: inout CBORWriter) {
    w.array(4)
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    w.unsigned(place?.file ?? 0)
    w.unsigned(UInt64(place?.offset ?? 0))
  }

  init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 4)
    network = try NetworkID(from: &r)
    let file: UInt64 = try r.unsigned()
    let offset: UInt32 = try r.unsigned()
    guard file < 1 << 31 else { throw r.error(.outOfRange) }
    place = file == 0 ? nil : VaultPlace(file: file, offset: Int(offset))
  }
}

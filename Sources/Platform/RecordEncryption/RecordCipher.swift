import Crypto
import Foundation
import Records
import Signing

/// How the bytes of a vault's records are encrypted: AES-256-GCM (NIST SP 800-38D), each under a key of its own.
///
/// What is authenticated besides is which record of which vault it is, and where it lies: network, digest, file u64,
/// offset u64, slot u64, `SLRVAULT`. A record copied to another place does not open there. The nonce is zero, for a key
/// encrypts once.
public struct RecordCipher: Sendable {
  private let network: NetworkID

  public init(network: NetworkID) { self.network = network }

  /// Lends the encrypted bytes of sealed ones, 16 more than those.
  public func encrypt<Result>(
    _ sealed: [UInt8], at place: RecordPlace, under key: RecordKey, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let box = withAuthenticated(place) { authenticated in
      // It fails for keys of a wrong size alone.
      try! AES.GCM.seal(sealed, using: key.key, nonce: Self.nonce, authenticating: authenticated)
    }
    // Without the nonce, which everybody knows.
    return box.combined!.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[Self.nonceByteCount...])) }
  }

  /// The sealed bytes; nil where the encrypted ones, the key or the place are not those they were encrypted with.
  public func decrypt(_ encrypted: ArraySlice<UInt8>, at place: RecordPlace, under key: RecordKey) -> [UInt8]? {
    let (ciphertext, tag) = (encrypted.dropLast(VaultFrame.tagByteCount), encrypted.suffix(VaultFrame.tagByteCount))
    return withAuthenticated(place) { authenticated in
      guard let box = try? AES.GCM.SealedBox(nonce: Self.nonce, ciphertext: ciphertext, tag: tag) else { return nil }
      return (try? AES.GCM.open(box, using: key.key, authenticating: authenticated)).map { [UInt8]($0) }
    }
  }

  private static let nonceByteCount = 12
  private static let nonce = try! AES.GCM.Nonce(data: [UInt8](repeating: 0, count: nonceByteCount))

  private func withAuthenticated<Result>(_ place: RecordPlace, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeTemporaryAllocation(byteCount: 96, alignment: 8) { buffer in
      let start = buffer.baseAddress!
      func store(_ number: UInt64, at offset: Int) {
        start.storeBytes(of: number.littleEndian, toByteOffset: offset, as: UInt64.self)
      }
      network.copy(to: start)
      place.digest.copy(to: start + 32)
      store(place.file, at: 64)
      store(UInt64(place.offset), at: 72)
      store(place.slot, at: 80)
      store(Self.purpose, at: 88)
      return body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// `SLRVAULT`.
  private static let purpose: UInt64 = 0x544c_5541_5652_4c53
}

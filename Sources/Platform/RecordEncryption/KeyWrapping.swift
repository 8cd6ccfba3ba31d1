import Records

/// What the keys of a vault's records are wrapped with: a `MasterKey` in memory, or whatever holds one.
///
/// This is the seam for a hardware module. A PKCS#11 adapter wraps and unwraps with `CKM_AES_KEY_WRAP` under a key that
/// never leaves the token; that mechanism is RFC 3394, so the vault's files are the same. It is asked once for every
/// record written or read, from one thread at a time. Where each question costs a network call (most key services), the
/// adapter has the service decrypt a master key once, at the start, and answers with that.
public protocol KeyWrapping: Sendable {
  /// - Returns: RFC 3394 of the key's 32 bytes.
  /// - Throws: `MasterKeyError.unavailable` where the key's holder does not answer.
  func wrap(_ key: RecordKey) throws(MasterKeyError) -> WrappedKey

  /// - Returns: the key; nil where it was not wrapped by this one, or has been altered since.
  func unwrap(_ wrapped: WrappedKey) throws(MasterKeyError) -> RecordKey?
}

extension KeyWrapping {
  /// What a key file begins with, by which it is known whether this is its master key.
  public func check() throws(MasterKeyError) -> WrappedKey { try wrap(.zero) }

  public func isKey(of header: KeyFileHeader) throws(MasterKeyError) -> Bool {
    try unwrap(header.check) == .zero
  }
}

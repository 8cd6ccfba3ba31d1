import Platform
import RecordEncryption
import Records
import Signing
import Storage

/// The small file of the records' keys, each wrapped by the master key, in the order of the records. New ones are gathered
/// in memory until the records go to the disk.
struct VaultKeys: Sendable {
  let path: String
  private let network: NetworkID
  private let disk: Disk
  private var master: any KeyWrapping
  private var file: StoredFile
  /// Bytes reserved for the file.
  private var size: Int
  /// Slots in the file.
  private var written: UInt64 = 0
  private var gathered: [UInt8] = []

  /// How much is reserved at a time.
  private static let step = 1 << 20

  // MARK: Opening

  /// Makes the file of a new vault.
  init(
    creating path: String, network: NetworkID, master: any KeyWrapping, disk: Disk
  ) throws(VaultError) {
    let header = try Self.header(network, master)
    size = Self.step
    file = try onDisk { () throws(StorageError) in
      try StoredFile.create(path, size: Self.step, beginning: header.encoded, disk: disk)
    }
    (self.path, self.network, self.master, self.disk) = (path, network, master, disk)
  }

  /// Opens the file of a vault, whose master key must be the one that wrapped its keys.
  init(_ path: String, network: NetworkID, master: any KeyWrapping, disk: Disk) throws(VaultError) {
    (self.path, self.network, self.master, self.disk) = (path, network, master, disk)
    guard Directory.exists(path) else { throw .damage(VaultDamage(file: path, offset: 0, reason: .missing)) }
    let bytes: [UInt8]
    (file, size, bytes) = try onDisk { () throws(StorageError) in
      // Of a change of the master key that was interrupted.
      if Directory.exists(path + StoredFile.temporarySuffix) { try disk.remove(path + StoredFile.temporarySuffix) }
      let file = try StoredFile(path, disk: disk)
      let size = try file.size
      return (file, size, try file.read(min(size, KeyFileHeader.byteCount), at: 0))
    }
    let header: KeyFileHeader
    do throws(FrameError) {
      header = try KeyFileHeader(decoding: bytes)
    } catch {
      throw .damage(VaultDamage(file: path, offset: 0, reason: .frame(error)))
    }
    guard header.network == network else {
      let reason = VaultDamage.Reason.otherNetwork(found: header.network, expected: network)
      throw .damage(VaultDamage(file: path, offset: 0, reason: reason))
    }
    guard try withMaster({ () throws(MasterKeyError) in try master.isKey(of: header) }) else {
      throw .masterKey(.wrong(keyFile: path))
    }
  }

  /// Counts the next of the slots that are there as written.
  mutating func adopt() { written += 1 }

  /// Where the first byte stands that is in no slot.
  func rest() throws(VaultError) -> Int? {
    try onDisk { () throws(StorageError) in try file.firstNonZero(from: KeySlot.offset(written)) }
  }

  /// Forgets what stands after the last slot.
  func cut() throws(StorageError) { try file.cut(at: KeySlot.offset(written)) }

  // MARK: Keeping

  /// The number of the next key's slot.
  var next: UInt64 { written + UInt64(gathered.count / KeySlot.byteCount) }

  func wrap(_ key: RecordKey) throws(VaultError) -> WrappedKey {
    try withMaster { () throws(MasterKeyError) in try master.wrap(key) }
  }

  mutating func append(_ wrapped: WrappedKey) { KeySlot.key(wrapped).append(next, to: &gathered) }

  mutating func flush() throws(StorageError) {
    guard !gathered.isEmpty else { return }
    let start = KeySlot.offset(written)
    if start + gathered.count > size {
      let larger = (start + gathered.count + Self.step - 1) / Self.step * Self.step
      try file.reserve(larger)
      size = larger
    }
    try file.write(gathered, at: start)
    written = next
    gathered.removeAll(keepingCapacity: true)
  }

  func synchronise() throws(StorageError) { try file.synchronise() }

  // MARK: Reading

  /// What a slot holds; nil where it is not as it was written.
  func slot(_ number: UInt64) throws(VaultError) -> KeySlot? {
    if number >= written {
      let start = Int(number - written) * KeySlot.byteCount
      guard start + KeySlot.byteCount <= gathered.count else { return nil }
      return gathered.withUnsafeBytes {
        KeySlot(number, decoding: UnsafeRawBufferPointer(rebasing: $0[start..<start + KeySlot.byteCount]))
      }
    }
    return try onDisk { () throws(StorageError) in try stored(number) }
  }

  /// The same of what is in the file, be it counted or not.
  func stored(_ number: UInt64) throws(StorageError) -> KeySlot? {
    guard number < UInt64(1) << 40 else { return nil }
    return try withUnsafeTemporaryAllocation(byteCount: KeySlot.byteCount, alignment: 8) {
      (buffer) throws(StorageError) in
      let count = try file.read(into: buffer, at: KeySlot.offset(number))
      return KeySlot(number, decoding: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The key in a slot.
  func key(_ number: UInt64) throws(VaultError) -> RecordKey {
    guard case .key(let wrapped)? = try slot(number) else { throw damage(.slot, of: number) }
    guard let key = try withMaster({ () throws(MasterKeyError) in try master.unwrap(wrapped) }) else {
      throw damage(.key, of: number)
    }
    return key
  }

  func damage(_ reason: VaultDamage.Reason, of number: UInt64) -> VaultError {
    .damage(VaultDamage(file: path, offset: KeySlot.offset(number), reason: reason))
  }

  // MARK: Erasing

  /// Overwrites keys, durably.
  func destroy(_ numbers: [UInt64]) throws(StorageError) {
    for number in numbers { try file.write(KeySlot.gone.encoded(number), at: KeySlot.offset(number)) }
    try file.synchronise()
  }

  // MARK: Another master key

  /// Wraps every key anew. Until the new file has the old one's name nothing has changed; afterwards the old one is
  /// overwritten.
  ///
  /// Everything gathered has been written before.
  mutating func rewrap(by other: any KeyWrapping) throws(VaultError) {
    precondition(gathered.isEmpty, "keys are on the disk before they are wrapped anew")
    let (header, old) = (try Self.header(network, other), file)
    file = try StoredFile.create(path, size: size, disk: disk, failing: VaultError.storage) {
      (new) throws(VaultError) in
      try onDisk { () throws(StorageError) in try new.write(header.encoded, at: 0) }
      try rewrap(by: other, into: new)
    }
    master = other
    // Nothing names these bytes any more: that they cannot be overwritten stops nobody.
    try? old.wipe()
  }

  private func rewrap(by other: any KeyWrapping, into new: StoredFile) throws(VaultError) {
    var number: UInt64 = 0
    while number < written {
      let first = number
      var piece: [UInt8] = []
      while number < written, piece.count < Self.step {
        if try slot(number) == .gone {
          KeySlot.gone.append(number, to: &piece)
        } else {
          let key = try key(number)
          let wrapped = try withMaster { () throws(MasterKeyError) in try other.wrap(key) }
          KeySlot.key(wrapped).append(number, to: &piece)
        }
        number += 1
      }
      try onDisk { () throws(StorageError) in try new.write(piece, at: KeySlot.offset(first)) }
    }
  }

  private static func header(_ network: NetworkID, _ master: any KeyWrapping) throws(VaultError) -> KeyFileHeader {
    KeyFileHeader(network: network, check: try withMaster { () throws(MasterKeyError) in try master.check() })
  }
}

/// Asks the holder of a master key and passes its error on as the vault's.
func withMaster<Result>(_ body: () throws(MasterKeyError) -> Result) throws(VaultError) -> Result {
  do throws(MasterKeyError) {
    return try body()
  } catch {
    throw .masterKey(error)
  }
}

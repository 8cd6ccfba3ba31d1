import Platform
import RecordEncryption
import Records
import Signing

/// Reads a vault's key file, and opens records with it where the auditor has the master key.
struct KeyReader {
  let path: String
  private let file: File
  private let master: (any KeyWrapping)?
  private let cipher: RecordCipher
  /// Slots that were read at one time, from `first` on: they are asked for one after the other.
  private var piece: [UInt8] = []
  private var first: UInt64 = 0

  private static let pieceSlots = 1_024

  /// - Parameter master: nil opens nothing; everything else is still looked at.
  /// - Throws: what is wrong with the file. Another master key than the vault's is found by `MasterKeyError.wrong`
  ///   before anything is audited.
  init(_ path: String, network: NetworkID, master: (any KeyWrapping)?) throws(Finding) {
    self.path = path
    self.master = master
    cipher = RecordCipher(network: network)
    let (file, header) = try Self.open(path)
    self.file = file
    guard header.network == network else {
      throw Finding(.otherNetwork, Finding.Place(file: path, offset: 8), "\(header.network), not \(network)")
    }
  }

  private static func open(_ path: String) throws(Finding) -> (File, KeyFileHeader) {
    let (file, bytes) = try reading(path) { () throws(StorageError) in
      let file = try File(path, .read)
      return (file, try file.read(min(try file.size, KeyFileHeader.byteCount), at: 0))
    }
    do throws(FrameError) {
      return (file, try KeyFileHeader(decoding: bytes))
    } catch {
      throw Finding(.fileDamaged, Finding.Place(file: path, offset: 0), error.description)
    }
  }

  /// Refuses a master key that is not the vault's. A key file that cannot be read is for the audit to find.
  static func check(_ master: any KeyWrapping, _ path: String) throws(MasterKeyError) {
    guard let header = try? open(path).1 else { return }
    if try !master.isKey(of: header) { throw .wrong(keyFile: path) }
  }

  /// Whether anything can be opened.
  var isOpen: Bool { master != nil }

  /// What a slot holds; nil where it is not as it was written.
  mutating func slot(_ number: UInt64) -> KeySlot? {
    guard number < UInt64(1) << 40 else { return nil }
    if number < first || number >= first + UInt64(piece.count / KeySlot.byteCount) {
      first = number
      let left = ((try? file.size) ?? 0) - KeySlot.offset(number)
      let count = max(0, min(left, Self.pieceSlots * KeySlot.byteCount))
      piece = (try? file.read(count, at: KeySlot.offset(number))) ?? []
    }
    let start = Int(number - first) * KeySlot.byteCount
    guard start + KeySlot.byteCount <= piece.count else { return nil }
    return piece.withUnsafeBytes {
      KeySlot(number, decoding: UnsafeRawBufferPointer(rebasing: $0[start..<start + KeySlot.byteCount]))
    }
  }

  /// A record's sealed bytes; nil where key and record do not fit one another.
  mutating func open(_ record: VaultWalk.Record) throws(MasterKeyError) -> [UInt8]? {
    guard let master, case .key(let wrapped)? = slot(record.frame.slot), let key = try master.unwrap(wrapped) else {
      return nil
    }
    let place = RecordPlace(
      record.digest, file: UInt64(record.place.file), offset: Int(record.place.offset), slot: record.frame.slot)
    return cipher.decrypt(record.encrypted[...], at: place, under: key)
  }

  /// Whether a record of which nothing may be opened has its bytes and a key.
  mutating func isWhole(_ record: VaultWalk.Record) -> Bool {
    guard case .key? = slot(record.frame.slot) else { return false }
    return record.encrypted.withUnsafeBytes { record.frame.holds($0) }
  }

  func place(_ number: UInt64) -> Finding.Place { Finding.Place(file: path, offset: KeySlot.offset(number)) }
}

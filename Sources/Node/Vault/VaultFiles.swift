import Model
import Platform
import RecordEncryption
import Records
import Signing
import Storage

/// The vault's files: records are encrypted, gathered in memory and written to the newest one in large pieces, and their
/// keys to the file of keys.
struct VaultFiles: Sendable {
  private let names: NumberedFiles
  private let network: NetworkID
  private let fileSize: Int
  private let disk: Disk
  /// All of them; file `n` is at `n − 1`.
  private(set) var files: [StoredFile] = []
  /// Bytes reserved for the newest.
  private var size = 0
  /// Where in the newest the gathered records go.
  private var end = 0
  private var gathered: [UInt8] = []
  private(set) var keys: VaultKeys
  private var newKeys = RecordKeys()
  private let cipher: RecordCipher

  private static let writeSize = 1 << 20

  init(names: NumberedFiles, keys: VaultKeys, network: NetworkID, fileSize: Int, disk: Disk) {
    self.names = names
    self.keys = keys
    self.network = network
    self.fileSize = fileSize
    self.disk = disk
    cipher = RecordCipher(network: network)
  }

  /// Where the next record goes, unless it needs a new file.
  var next: VaultPlace? { files.isEmpty ? nil : VaultPlace(file: UInt64(files.count), offset: end + gathered.count) }

  /// Adds a record at the end, under a key of its own; both reach their files with the next `flush`, at the latest.
  mutating func append(_ sealed: Sealed, _ digest: Digest) throws(VaultError) -> VaultPlace {
    let place = try place(forByteCount: VaultFrame.byteCount(length: sealed.bytes.count + VaultFrame.tagByteCount))
    let key = newKeys.make()
    let (wrapped, slot) = (try keys.wrap(key), keys.next)
    cipher.encrypt(sealed.bytes, at: place.cipherPlace(digest, slot: slot), under: key) { encrypted in
      VaultFrame(digest, slot: slot, encrypted: encrypted).append(encrypted, to: &gathered)
    }
    keys.append(wrapped)
    if gathered.count >= Self.writeSize { try onDisk { () throws(StorageError) in try flush() } }
    return place
  }

  /// Adds that a record is erased.
  mutating func append(_ erasure: VaultFrame) throws(VaultError) {
    _ = try place(forByteCount: erasure.byteCount)
    erasure.append(to: &gathered)
  }

  /// Where a record of so many bytes goes.
  private mutating func place(forByteCount count: Int) throws(VaultError) -> VaultPlace {
    if end + gathered.count + count > size { try onDisk { () throws(StorageError) in try startFile() } }
    return VaultPlace(file: UInt64(files.count), offset: end + gathered.count)
  }

  mutating func flush() throws(StorageError) {
    try keys.flush()
    guard let file = files.last, !gathered.isEmpty else { return }
    try file.write(gathered, at: end)
    end += gathered.count
    gathered.removeAll(keepingCapacity: true)
  }

  mutating func synchronise() throws(StorageError) {
    try flush()
    try keys.synchronise()
    try files.last?.synchronise()
  }

  /// Goes on to a new file. The old one is durable first, so that only the newest can ever be torn.
  private mutating func startFile() throws(StorageError) {
    try synchronise()
    let number = UInt64(files.count) + 1
    let header = FileHeader(.vault, network: network, number: number)
    let file = try StoredFile.create(names.path(number), size: fileSize, beginning: header.encoded, disk: disk)
    try files.last?.resize(end)
    files.append(file)
    size = fileSize
    end = FileHeader.byteCount
  }

  // MARK: Reading

  /// The sealed bytes of the digest's record at a place.
  func sealed(_ digest: Digest, at place: VaultPlace) throws(VaultError) -> [UInt8] {
    let (frame, encrypted) = try record(at: place)
    let key = try keys.key(frame.slot)
    guard let sealed = cipher.decrypt(encrypted, at: place.cipherPlace(digest, slot: frame.slot), under: key) else {
      throw damage(.encryption, at: place)
    }
    return sealed
  }

  /// The record at a place: its frame and its encrypted bytes, not compared with each other.
  func record(at place: VaultPlace) throws(VaultError) -> (frame: VaultFrame, encrypted: ArraySlice<UInt8>) {
    var bytes = try read(Self.firstRead, at: place)
    let frame = try self.frame(bytes, at: place)
    let count = VaultFrame.headerByteCount + Int(frame.length)
    if bytes.count < count { bytes = try read(count, at: place) }
    guard bytes.count >= count else {
      throw damage(.frame(.truncated(expected: UInt64(count), found: UInt64(bytes.count))), at: place)
    }
    return (frame, bytes[VaultFrame.headerByteCount..<count])
  }

  /// Whether the record at a place is the digest's.
  func isRecord(_ digest: Digest, at place: VaultPlace) throws(VaultError) -> Bool {
    try frame(at: place).digest == digest
  }

  func frame(at place: VaultPlace) throws(VaultError) -> VaultFrame {
    try frame(try read(VaultFrame.headerByteCount, at: place), at: place)
  }

  /// Enough for nearly every record.
  private static let firstRead = 512

  private func frame(_ bytes: [UInt8], at place: VaultPlace) throws(VaultError) -> VaultFrame {
    try checked(at: place) { () throws(FrameError) in
      try bytes.span.withUnsafeBytes { (bytes) throws(FrameError) in try VaultFrame(header: bytes) }
    }
  }

  /// At most `count` bytes from a place, from the file or from what is gathered for it.
  private func read(_ count: Int, at place: VaultPlace) throws(VaultError) -> [UInt8] {
    if place.file == UInt64(files.count), place.offset >= end {
      return [UInt8](gathered.dropFirst(place.offset - end).prefix(count))
    }
    let file = files[Int(place.file) - 1]
    let limit = place.file == UInt64(files.count) ? end : Int.max
    return try onDisk { () throws(StorageError) in
      var bytes = [UInt8](repeating: 0, count: min(count, limit - place.offset))
      var span = bytes.mutableSpan
      let found = try span.withUnsafeMutableBytes { (buffer) throws(StorageError) in
        try file.read(into: buffer, at: place.offset)
      }
      bytes.removeLast(bytes.count - found)
      return bytes
    }
  }

  func damage(_ reason: VaultDamage.Reason, at place: VaultPlace) -> VaultError {
    .damage(VaultDamage(file: names.path(place.file), offset: place.offset, reason: reason))
  }

  func checked<Result>(
    at place: VaultPlace, _ body: () throws(FrameError) -> Result
  ) throws(VaultError) -> Result {
    do throws(FrameError) {
      return try body()
    } catch {
      throw damage(.frame(error), at: place)
    }
  }

  // MARK: Opening

  /// Opens the next of the existing files, checks that it is this one, and returns its bytes.
  mutating func adopt(_ number: UInt64) throws(VaultError) -> [UInt8] {
    let path = names.path(number)
    let (file, bytes) = try onDisk { () throws(StorageError) in
      let file = try StoredFile(path, disk: disk)
      return (file, try file.read(try file.size, at: 0))
    }
    let start = VaultPlace(file: number, offset: 0)
    let header = try checked(at: start) { () throws(FrameError) in
      try FileHeader(.vault, decoding: [UInt8](bytes.prefix(FileHeader.byteCount)))
    }
    guard header.network == network else {
      throw damage(.otherNetwork(found: header.network, expected: network), at: start)
    }
    guard header.number == number else { throw damage(.number(found: header.number, expected: number), at: start) }
    files.append(file)
    (size, end) = (bytes.count, bytes.count)
    return bytes
  }

  /// Counts the key of a record that was read.
  mutating func adoptKey() { keys.adopt() }

  /// The records of the file adopted last end here.
  mutating func close(at end: Int) { self.end = end }

  /// Forgets what stands after the last record, and the last key.
  func cut() throws(StorageError) {
    try keys.cut()
    try files.last?.cut(at: end)
  }

  // MARK: Erasing

  /// Overwrites the keys of records, and then their bytes, each durably.
  func destroy(_ places: [VaultPlace]) throws(VaultError) {
    var frames: [VaultFrame] = []
    for place in places { frames.append(try frame(at: place)) }
    try onDisk { () throws(StorageError) in
      try keys.destroy(frames.map(\.slot))
      for (place, frame) in zip(places, frames) {
        try files[Int(place.file) - 1].write(
          [UInt8](repeating: 0, count: Int(frame.length)), at: place.offset + VaultFrame.headerByteCount)
      }
      for number in Set(places.map(\.file)).sorted() { try files[Int(number) - 1].synchronise() }
    }
  }

  // MARK: Another master key

  mutating func rewrapKeys(by master: any KeyWrapping) throws(VaultError) { try keys.rewrap(by: master) }
}

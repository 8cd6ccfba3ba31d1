import Platform
import Records
import Signing
import Storage

/// The vault's files: records are gathered in memory and written to the newest one in large pieces.
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

  private static let writeSize = 1 << 20

  init(names: NumberedFiles, network: NetworkID, fileSize: Int, disk: Disk) {
    self.names = names
    self.network = network
    self.fileSize = fileSize
    self.disk = disk
  }

  /// Where the next record goes, unless it needs a new file.
  var next: VaultPlace? { files.isEmpty ? nil : VaultPlace(file: UInt64(files.count), offset: end + gathered.count) }

  /// Adds a record at the end; it reaches the file with the next `flush`, at the latest.
  mutating func append(_ frame: VaultFrame, sealed: [UInt8] = []) throws(StorageError) -> VaultPlace {
    if end + gathered.count + frame.byteCount > size { try startFile() }
    let place = VaultPlace(file: UInt64(files.count), offset: end + gathered.count)
    frame.append(sealed: sealed, to: &gathered)
    if gathered.count >= Self.writeSize { try flush() }
    return place
  }

  mutating func flush() throws(StorageError) {
    guard let file = files.last, !gathered.isEmpty else { return }
    try file.write(gathered, at: end)
    end += gathered.count
    gathered.removeAll(keepingCapacity: true)
  }

  mutating func synchronise() throws(StorageError) {
    try flush()
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

  /// The record at a place: its frame and its sealed bytes, not compared with each other.
  func record(at place: VaultPlace) throws(VaultError) -> (frame: VaultFrame, sealed: ArraySlice<UInt8>) {
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
    try frame(try read(VaultFrame.headerByteCount, at: place), at: place).digest == digest
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

  /// The records of the file adopted last end here.
  mutating func close(at end: Int) { self.end = end }

  /// Forgets what stands after the last record.
  func cut() throws(StorageError) { try files.last?.cut(at: end) }

  // MARK: Erasing

  /// Overwrites the sealed bytes of records with zeros, durably.
  func zero(_ places: [VaultPlace]) throws(VaultError) {
    for place in places {
      let length = Int(try record(at: place).frame.length)
      try onDisk { () throws(StorageError) in
        try files[Int(place.file) - 1].write(
          [UInt8](repeating: 0, count: length), at: place.offset + VaultFrame.headerByteCount)
      }
    }
    try onDisk { () throws(StorageError) in
      for number in Set(places.map(\.file)).sorted() { try files[Int(number) - 1].synchronise() }
    }
  }
}

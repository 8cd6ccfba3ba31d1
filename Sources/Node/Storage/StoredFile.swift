import Platform

/// One of the node's files: reserved in advance, filled from the front, zeros after what has been written.
package final class StoredFile: Sendable {
  package let path: String
  private let file: File
  private let disk: Disk

  /// Opens an existing file.
  package init(_ path: String, _ mode: File.Mode = .update, disk: Disk = .real) throws(StorageError) {
    file = try File(path, mode)
    self.path = path
    self.disk = disk
  }

  /// Makes a file of zeros that begins with `bytes`. It has its name only once it is whole and durable.
  package static func create(
    _ path: String, size: Int, beginning bytes: [UInt8], disk: Disk
  ) throws(StorageError) -> StoredFile {
    try create(path, size: size, disk: disk, failing: { $0 }) { (file) throws(StorageError) in
      try file.write(bytes, at: 0)
    }
  }

  /// Makes a file of zeros that is filled before it has its name, in the place of any that has it.
  package static func create<Failure: Error>(
    _ path: String, size: Int, disk: Disk, failing: (StorageError) -> Failure,
    fill: (StoredFile) throws(Failure) -> Void
  ) throws(Failure) -> StoredFile {
    func onDisk<Result>(_ body: () throws(StorageError) -> Result) throws(Failure) -> Result {
      do throws(StorageError) { return try body() } catch { throw failing(error) }
    }
    let temporary = path + temporarySuffix
    let file = try onDisk { () throws(StorageError) in
      try disk.announce(.create, temporary)
      return try StoredFile(temporary, .createOrUpdate, disk: disk)
    }
    do throws(Failure) {
      try onDisk { () throws(StorageError) in
        try file.resize(0)
        try file.reserve(size)
      }
      try fill(file)
      return try onDisk { () throws(StorageError) in
        try file.synchronise()
        return try file.moved(to: path)
      }
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
  }

  /// What a crash may leave behind of a file that was being made.
  package static let temporarySuffix = ".new"

  /// The name such a file was to have; nil if it is not one.
  package static func nameWithoutTemporarySuffix(_ name: String) -> String? {
    guard name.utf8.reversed().starts(with: temporarySuffix.utf8.reversed()) else { return nil }
    return String(name.dropLast(temporarySuffix.count))
  }

  /// Gives the file another name, durably.
  package func moved(to destination: String) throws(StorageError) -> StoredFile {
    try disk.announce(.move, path)
    try Directory.move(path, to: destination)
    return try StoredFile(destination, disk: disk)
  }

  // MARK: Reading

  package var size: Int { get throws(StorageError) { try file.size } }

  package func read(_ count: Int, at offset: Int) throws(StorageError) -> [UInt8] {
    try file.read(count, at: offset)
  }

  /// Fills the buffer as far as the file goes; how many bytes that were.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StorageError) -> Int {
    try file.read(into: buffer, at: offset)
  }

  /// Where the first byte that is not zero stands, from `start` to the file's end.
  package func firstNonZero(from start: Int) throws(StorageError) -> Int? {
    let size = try file.size
    var offset = start
    while offset < size {
      let bytes = try file.read(min(1 << 20, size - offset), at: offset)
      if let place = firstNonZeroByte(in: bytes) { return offset + place }
      offset += bytes.count
    }
    return nil
  }

  // MARK: Writing

  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(StorageError) {
    guard let fault = disk.fault(.write(offset: offset, count: bytes.count), path) else {
      return try file.write(bytes, at: offset)
    }
    try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(fault.reach)), at: offset)
    throw fault.error
  }

  package func write(_ bytes: [UInt8], at offset: Int) throws(StorageError) {
    try bytes.span.withUnsafeBytes { (bytes) throws(StorageError) in try write(bytes, at: offset) }
  }

  package func reserve(_ size: Int) throws(StorageError) {
    try disk.announce(.reserve(size), path)
    try file.preallocate(size)
  }

  package func resize(_ size: Int) throws(StorageError) {
    try disk.announce(.resize(size), path)
    try file.resize(size)
  }

  package func synchronise() throws(StorageError) {
    try disk.announce(.synchronise, path)
    try file.synchronise()
  }

  /// Lets go of the memory that holds the file, which is durable and will not be read soon.
  package func releaseCache() { file.releaseCache() }

  /// Overwrites all of it with zeros, durably.
  package func wipe() throws(StorageError) {
    let (size, zeros) = (try file.size, [UInt8](repeating: 0, count: 1 << 20))
    for offset in stride(from: 0, to: size, by: zeros.count) {
      try zeros.span.withUnsafeBytes { (zeros) throws(StorageError) in
        try write(UnsafeRawBufferPointer(rebasing: zeros.prefix(size - offset)), at: offset)
      }
    }
    try synchronise()
  }

  /// Forgets everything from `end` on: zeros again, as far as the file went.
  package func cut(at end: Int) throws(StorageError) {
    let size = try file.size
    try resize(end)
    if size > end { try reserve(size) }
    try synchronise()
  }
}

/// The place of the first byte from `start` to `end` that is not zero.
package func firstNonZeroByte(in bytes: [UInt8], from start: Int = 0, to end: Int = .max) -> Int? {
  let end = min(end, bytes.count)
  guard start < end else { return nil }
  return bytes.withUnsafeBytes { bytes in
    var place = start
    while place + 8 <= end, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) == 0 { place += 8 }
    return bytes[place..<end].firstIndex { $0 != 0 }
  }
}

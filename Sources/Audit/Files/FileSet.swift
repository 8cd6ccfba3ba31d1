import Platform
import Records
import Signing

/// The numbered files of one kind in a folder, as an auditor finds them: each is checked to be what its name says, and
/// none is ever written to.
struct FileSet: Sendable {
  let folder: String
  let kind: FileHeader.Kind
  let network: NetworkID
  /// How many there are, counted from 1 up to the first that is missing.
  let count: UInt64
  /// That one's number, where later ones are there.
  let gap: UInt64?

  init(_ folder: String, _ kind: FileHeader.Kind, network: NetworkID) throws(Finding) {
    self.folder = folder
    self.kind = kind
    self.network = network
    let names = try reading(folder) { () throws(StorageError) in
      Directory.exists(folder) ? try Directory.names(in: folder) : []
    }
    let numbers = names.compactMap(kind.number(ofFile:)).sorted()
    let gap = numbers.indices.first { numbers[$0] != UInt64($0) + 1 }
    count = UInt64(gap ?? numbers.count)
    self.gap = gap.map { UInt64($0) + 1 }
  }

  var hasFiles: Bool { count > 0 || gap != nil }

  func path(_ number: UInt64) -> String { folder + "/" + kind.fileName(number) }

  /// Opens a file and checks its header.
  func open(_ number: UInt64) throws(Finding) -> NumberedFile {
    let path = path(number)
    let (file, size, bytes) = try reading(path) { () throws(StorageError) in
      let file = try File(path, .read)
      let size = try file.size
      return (file, size, try file.read(min(size, FileHeader.byteCount), at: 0))
    }
    let opened = NumberedFile(file: file, size: size, number: number)
    let header = try opened.framed(at: 0) { () throws(FrameError) in try FileHeader(kind, decoding: bytes) }
    guard header.network == network else {
      throw Finding(.otherNetwork, opened.place(8), "\(header.network), not \(network)")
    }
    guard header.number == number else {
      throw Finding(.fileDamaged, opened.place(40), "it is file \(header.number) in the place of \(number)")
    }
    return opened
  }
}

/// One of them, open.
struct NumberedFile: Sendable {
  let file: File
  let size: Int
  let number: UInt64

  func place(_ offset: Int, height: UInt64? = nil) -> Finding.Place {
    Finding.Place(height: height, file: file.path, offset: offset)
  }

  /// `count` bytes from `offset`, fewer where the file ends before.
  func read(_ count: Int, at offset: Int) throws(Finding) -> [UInt8] {
    let count = max(0, min(count, size - offset))
    return try reading(file.path) { () throws(StorageError) in try file.read(count, at: offset) }
  }

  /// That only zeros follow.
  func requireZeros(from start: Int) throws(Finding) {
    var offset = start
    while offset < size {
      let bytes = try read(1 << 20, at: offset)
      if let other = bytes.firstNonZero() {
        throw Finding(.fileDamaged, place(offset + other), "there are bytes where only zeros belong")
      }
      offset += bytes.count
    }
  }

  /// Runs the reading of a frame at `offset`; what is wrong with it becomes a finding.
  func framed<Result>(at offset: Int, _ body: () throws(FrameError) -> Result) throws(Finding) -> Result {
    do throws(FrameError) {
      return try body()
    } catch {
      throw Finding(.fileDamaged, place(offset), error.description)
    }
  }
}

/// Runs work on the disk; that it fails is a finding about the file.
func reading<Result>(_ path: String, _ body: () throws(StorageError) -> Result) throws(Finding) -> Result {
  do throws(StorageError) {
    return try body()
  } catch {
    let code: Finding.Code =
      switch error.kind {
      case .notFound: .fileMissing
      case .truncated: .fileDamaged
      default: .fileUnreadable
      }
    throw Finding(code, Finding.Place(file: path), error.reason)
  }
}

extension [UInt8] {
  /// The place of the first byte that is not zero.
  func firstNonZero(from start: Int = 0) -> Int? {
    withUnsafeBytes { bytes in
      var place = Swift.min(start, bytes.count)
      while place + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) == 0 { place += 8 }
      return bytes[place...].firstIndex { $0 != 0 }
    }
  }
}

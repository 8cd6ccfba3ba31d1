import Records
import Signing

/// A record's place in the vault: a file and an offset in it.
struct VaultPlace: Hashable, Sendable {
  let file: UInt32
  let offset: UInt32

  /// In the order of writing.
  static func <= (a: VaultPlace, b: VaultPlace) -> Bool { (a.file, a.offset) <= (b.file, b.offset) }

  func place(in files: FileSet) -> Finding.Place {
    Finding.Place(file: files.path(UInt64(file)), offset: Int(offset))
  }
}

/// A walk over the vault's records in the order of writing, a large piece of a file at a time.
struct VaultWalk {
  struct Record {
    let frame: VaultFrame
    let place: VaultPlace
    /// As they lie there, not compared with anything.
    let encrypted: [UInt8]

    var digest: Digest { frame.digest }
  }

  private let files: FileSet
  private var file: NumberedFile?
  private var number: UInt64 = 0
  private var offset = 0
  /// The file's bytes from `pieceStart` on.
  private var piece: [UInt8] = []
  private var pieceStart = 0

  private static let pieceSize = 1 << 20

  init(_ files: FileSet) { self.files = files }

  /// Begins with the record at a place.
  init(_ files: FileSet, at place: VaultPlace) {
    self.files = files
    number = UInt64(place.file)
    offset = Int(place.offset)
    file = try? files.open(number)
  }

  /// The next record; nil after the last.
  mutating func next() throws(Finding) -> Record? {
    while true {
      if let file, let record = try record(in: file) { return record }
      guard try openNext() else { return nil }
    }
  }

  /// The next record that is not an erasure.
  mutating func nextSealed() throws(Finding) -> Record? {
    while let record = try next() {
      if record.frame.kind == .sealed { return record }
    }
    return nil
  }

  private mutating func openNext() throws(Finding) -> Bool {
    guard number < files.count else {
      if let gap = files.gap { throw Finding(.fileMissing, Finding.Place(file: files.path(gap))) }
      return false
    }
    number += 1
    let opened = try files.open(number)
    guard opened.size <= Int(UInt32.max) else {
      throw Finding(.fileDamaged, opened.place(0), "it is far larger than a vault file")
    }
    file = opened
    offset = FileHeader.byteCount
    piece = []
    pieceStart = 0
    return true
  }

  /// The record at the walk's place; nil where only zeros are left of the file.
  private mutating func record(in file: NumberedFile) throws(Finding) -> Record? {
    let header = try bytes(VaultFrame.headerByteCount, at: offset, in: file)
    guard header.firstNonZero() != nil else {
      try file.requireZeros(from: offset)
      self.file = nil
      return nil
    }
    let frame = try file.framed(at: offset) { () throws(FrameError) in
      try header.span.withUnsafeBytes { (bytes) throws(FrameError) in try VaultFrame(header: bytes) }
    }
    let encrypted = try bytes(Int(frame.length), at: offset + VaultFrame.headerByteCount, in: file)
    guard encrypted.count == Int(frame.length) else {
      throw Finding(.fileDamaged, file.place(offset), "the file ends within a record")
    }
    defer { offset += frame.byteCount }
    return Record(
      frame: frame, place: VaultPlace(file: UInt32(number), offset: UInt32(offset)), encrypted: encrypted)
  }

  private mutating func bytes(_ count: Int, at offset: Int, in file: NumberedFile) throws(Finding) -> [UInt8] {
    if offset < pieceStart || offset + count > pieceStart + piece.count {
      piece = try file.read(Self.pieceSize, at: offset)
      pieceStart = offset
    }
    return [UInt8](piece[offset - pieceStart..<min(offset - pieceStart + count, piece.count)])
  }
}

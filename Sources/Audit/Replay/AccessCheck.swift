import Coding
import Model
import Platform
import Records
import Signing

/// The chain of who read what is private, from the network's id through every file to its end.
///
/// The end itself is nobody's word: readings cut off it are missed only where somebody noted a head.
struct AccessCheck {
  private let evidence: Evidence
  /// Noted elsewhere, and not come by yet.
  private var missing: Set<Digest>
  /// Hash of the last record; nil where it could not be read.
  private var head: Digest?
  /// The number of the next record.
  private(set) var count: UInt64 = 0

  init(_ evidence: Evidence, heads: [Digest]) {
    self.evidence = evidence
    missing = Set(heads)
    let origin = Digest(bytes: evidence.genesis.network.bytes)!
    head = origin
    // Before the first reading that is the head.
    missing.remove(origin)
  }

  mutating func run(_ findings: inout Findings) {
    do throws(Finding) {
      let files = try FileSet(evidence.access, .access, network: evidence.genesis.network)
      for number in 1..<files.count + 1 {
        do throws(Finding) {
          try read(files.open(number), isNewest: number == files.count && files.gap == nil, &findings)
        } catch {
          findings.add(error)
          head = nil
        }
      }
      if let gap = files.gap { throw Finding(.fileMissing, Finding.Place(file: files.path(gap))) }
    } catch {
      findings.add(error)
    }
    for hash in missing.sorted() {
      findings.add(
        .accessHead, Finding.Place(file: evidence.access),
        Phrase("\(hash), di antara \(count)", "\(hash), among \(count)"))
    }
  }

  private mutating func read(
    _ file: NumberedFile, isNewest: Bool, _ findings: inout Findings
  ) throws(Finding) {
    let bytes = try file.read(FileHeader.byteCount, at: 0)
    let header = try file.framed(at: 0) { () throws(FrameError) in try FileHeader(.access, decoding: bytes) }
    if head != nil, header.first != count {
      findings.add(
        .accessChain, file.place(48),
        Phrase(
          "mulai dengan pembacaan \(header.first), bukan \(count)",
          "it begins with reading \(header.first), not with \(count)"))
    }
    count = header.first
    var offset = FileHeader.byteCount
    while offset < file.size {
      let window = try file.read(Self.window, at: offset)
      var place = 0
      while place < window.count, let (record, byteCount) = AccessFrame.decode(window[place...]) {
        add(record, at: file.place(offset + place), &findings)
        place += byteCount
      }
      guard place > 0 else {
        let isLast = offset + window.count == file.size
        if isNewest, isLast, AccessFrame.canBeTorn(window[...]) { return }
        throw Finding(
          .fileDamaged, file.place(offset), Phrase("tidak ada pembacaan yang utuh", "there is no whole reading"))
      }
      offset += place
    }
  }

  /// Holds any record.
  private static let window = max(1 << 20, AccessFrame.maximumByteCount)

  private mutating func add(_ record: AccessRecord, at place: Finding.Place, _ findings: inout Findings) {
    if let head, record.previous != head {
      findings.add(
        .accessChain, place,
        Phrase(
          "pembacaan \(count) melanjutkan \(record.previous), yang sebelumnya \(head)",
          "reading \(count) continues \(record.previous), the one before is \(head)"))
    }
    let hash = record.hash
    missing.remove(hash)
    head = hash
    // What a header says may be anything.
    count &+= 1
  }
}

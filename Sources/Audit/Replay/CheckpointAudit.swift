import Coding
import Model
import Platform
import Records
import Signing
import Transparency

/// Compares the log, as it grows, with every checkpoint that was published.
struct CheckpointAudit {
  private struct Published {
    let checkpoint: Checkpoint
    let file: String
  }

  /// Those not reached yet, largest first.
  private var waiting: [Published] = []
  private(set) var log = Frontier()
  private(set) var compared: UInt64 = 0
  /// Those whose root is the log's, smallest first.
  private(set) var agreed: [Checkpoint] = []
  private let genesis: Genesis

  init(_ genesis: Genesis) { self.genesis = genesis }

  /// Takes in a checkpoint, if the network's log key has signed it and no witness's cosignature is false.
  mutating func add(_ note: [UInt8], file: String) throws(Finding) -> VerifiedCheckpoint {
    do throws(NoteError) {
      let signed = try SignedNote(parsing: note)
      let verified = try VerifiedCheckpoint(
        discharging: signed, policy: try policy(), verified: SignatureVerifier.verify)
      waiting.append(Published(checkpoint: verified.checkpoint, file: file))
      waiting.sort { $0.checkpoint.size > $1.checkpoint.size }
      return verified
    } catch {
      let code: Finding.Code = error.isAboutTrust ? .checkpointSignature : .checkpointUnreadable
      throw Finding(code, Finding.Place(file: file), error.description)
    }
  }

  /// Takes in a checkpoint that others keep: by then most of the witnesses that the genesis document names have seen it.
  mutating func addKept(_ note: [UInt8], file: String) throws(Finding) {
    let cosigned = try add(note, file: file).cosignatures.count
    let needed = genesis.witnesses.isEmpty ? 0 : genesis.witnesses.count / 2 + 1
    guard cosigned >= needed else {
      throw Finding(
        .checkpointWitnesses, Finding.Place(file: file),
        "\(cosigned) of \(genesis.witnesses.count), \(needed) are needed")
    }
  }

  /// Takes in the one that the node keeps beside its journal; it is written there before any witness sees it.
  mutating func addOwn(_ acknowledged: Acknowledgement, file: String) throws(Finding) {
    guard acknowledged.checkpointSize > 0 || !acknowledged.checkpoint.isEmpty else { return }
    let size = try add(acknowledged.checkpoint, file: file).checkpoint.size
    guard size == acknowledged.checkpointSize else {
      throw Finding(
        .checkpointSize, Finding.Place(file: file), "\(acknowledged.checkpointSize) promised, \(size) in the checkpoint"
      )
    }
  }

  private func policy() throws(NoteError) -> CheckpointPolicy {
    var witnesses: [NoteKey] = []
    for witness in genesis.witnesses { witnesses.append(try NoteKey(verifierKey: witness.string)) }
    return try CheckpointPolicy(log: try NoteKey(verifierKey: genesis.logKey.string), witnesses: witnesses)
  }

  /// Lets the log grow by leaf hashes of 32 bytes each, stopping at every published size to compare roots.
  mutating func append(
    _ leaves: UnsafeRawBufferPointer, lanes: some Lanes, _ findings: inout Findings
  ) {
    guard let start = leaves.baseAddress else { return }
    var done = 0
    let count = leaves.count / Digest.byteCount
    while done < count {
      let next = waiting.last.map { $0.checkpoint.size } ?? .max
      let left = next >= log.size ? next - log.size : 0
      let step = Int(min(UInt64(count - done), left))
      log.append(leafHashes: start + done * Digest.byteCount, count: step, lanes: lanes)
      done += step
      compareReached(&findings)
    }
  }

  private mutating func compareReached(_ findings: inout Findings) {
    while let published = waiting.last, published.checkpoint.size <= log.size {
      waiting.removeLast()
      compared += 1
      if published.checkpoint.root == log.root {
        agreed.append(published.checkpoint)
      } else {
        findings.add(
          .checkpointRoot, Finding.Place(file: published.file),
          "at \(log.size) entries the root is \(log.root), the checkpoint says \(published.checkpoint.root)")
      }
    }
  }

  /// Those that the log never reached.
  func unreached() -> [Finding] {
    waiting.map {
      Finding(
        .endsBelowCheckpoint, Finding.Place(file: $0.file),
        "the log has \(log.size) entries, the checkpoint is over \($0.checkpoint.size)")
    }
  }
}

extension NoteError {
  /// Whether the note could be read, but not believed.
  fileprivate var isAboutTrust: Bool {
    switch self {
    case .wrongOrigin, .wrongSignature, .notSigned, .notSignedByLog, .tooFewWitnesses: true
    default: false
    }
  }
}

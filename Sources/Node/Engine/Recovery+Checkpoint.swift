import Journal
import Records
import Transparency

extension Recovery {
  /// What was published can never be taken back: the newest checkpoint must be of this very log.
  func checkPublished() throws(EngineError) {
    let promised = journal.acknowledgement
    guard promised.checkpointSize > 0 else { return }
    guard let checkpoint = try? Checkpoint(parsing: SignedNote(parsing: promised.checkpoint).text),
      checkpoint.origin == genesis.origin, checkpoint.size == promised.checkpointSize, checkpoint.size <= log.size,
      checkpoint.root == log.root(size: checkpoint.size)
    else {
      throw .damaged(
        "\(journal.directory)/\(FileNames.acknowledged) holds a published checkpoint over \(promised.checkpointSize) "
          + "entries, and the journal's entries do not lead to it; restore the data directory from a copy")
    }
  }
}

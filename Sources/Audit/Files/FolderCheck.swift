import Platform
import Records

/// Looks for files that are none of a node's: a copy beside a vault file keeps what the log says is forgotten.
struct FolderCheck {
  let evidence: Evidence

  func strays() -> [Finding] {
    strays(in: evidence.journal) { $0 == FileNames.acknowledged || FileHeader.Kind.journal.number(ofFile: $0) != nil }
      + strays(in: evidence.vault) {
        $0 == FileNames.synced || $0 == FileNames.keys || FileHeader.Kind.vault.number(ofFile: $0) != nil
      }
      + strays(in: evidence.access) { FileHeader.Kind.access.number(ofFile: $0) != nil }
      + strays(in: evidence.snapshots) { Self.snapshotHeight($0) != nil }
  }

  /// The heights of the saved states.
  func snapshotHeights() -> [UInt64] {
    names(in: evidence.snapshots).compactMap(Self.snapshotHeight).sorted()
  }

  func snapshotPath(_ height: UInt64) -> String { "\(evidence.snapshots)/\(height)\(FileNames.snapshotSuffix)" }

  private func strays(in folder: String, belongs: (String) -> Bool) -> [Finding] {
    names(in: folder).filter { name in
      // A running node makes its files under another name.
      name != FileNames.lock && !belongs(name)
        && !(name.hasSuffix(FileNames.temporarySuffix) && belongs(String(name.dropLast(4))))
    }.map { Finding(.strayFile, Finding.Place(file: "\(folder)/\($0)")) }
  }

  /// None where the folder cannot be read: what must be there is missed elsewhere.
  private func names(in folder: String) -> [String] {
    do throws(StorageError) {
      return Directory.exists(folder) ? try Directory.names(in: folder).sorted() : []
    } catch {
      return []
    }
  }

  private static func snapshotHeight(_ name: String) -> UInt64? {
    guard name.hasSuffix(FileNames.snapshotSuffix) else { return nil }
    return UInt64(name.dropLast(FileNames.snapshotSuffix.count))
  }
}

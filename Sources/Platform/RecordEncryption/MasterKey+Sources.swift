import Foundation
import Platform

extension MasterKey {
  /// The variable that holds a key itself, and the one that names a key's file.
  public static let variable = "SALUR_VAULT_KEY"
  public static let fileVariable = "SALUR_VAULT_KEY_FILE"

  private static let maximumFileBytes = 1_024

  /// Reads a file of 64 hexadecimal digits that its owner alone may read.
  public init(file path: String) throws(MasterKeyError) {
    let permissions: UInt32
    let bytes: [UInt8]
    do throws(StorageError) {
      let file = try File(path, .read)
      permissions = try file.permissions
      bytes = try file.read(min(try file.size, Self.maximumFileBytes), at: 0)
    } catch {
      throw .storage(error)
    }
    guard permissions & 0o077 == 0 else { throw .readableByOthers(path, permissions) }
    guard let key = MasterKey(hex: bytes) else { throw .notAKey(path) }
    self = key
  }

  /// Where a key is looked for, the same for every command: the file that was chosen, the one that `SALUR_VAULT_KEY_FILE`
  /// names, `SALUR_VAULT_KEY`, and at last a file beside the data.
  ///
  /// - Throws: `MasterKeyError.nowhere` where there is none.
  public static func find(
    chosen: String?, beside file: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(MasterKeyError) -> MasterKey {
    if let path = chosen ?? environment[fileVariable] { return try MasterKey(file: path) }
    if let digits = environment[variable] {
      guard let key = MasterKey(hex: digits.utf8) else { throw .notAKey(variable) }
      return key
    }
    guard Directory.exists(file) else { throw .nowhere(file) }
    return try MasterKey(file: file)
  }

  /// Whether somebody chose a key other than the one beside the data.
  public static func isChosen(
    _ file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    file != nil || environment[variable] != nil || environment[fileVariable] != nil
  }

  /// Puts the key into a new file that its owner alone may read; an existing file is never replaced.
  public func write(to path: String) throws(MasterKeyError) {
    do throws(StorageError) {
      let file = try File(path, .create, permissions: 0o600)
      do throws(StorageError) {
        try file.write(Array((hex + "\n").utf8), at: 0)
        try file.synchronise()
        try Directory.synchronise(Directory.parent(of: path))
      } catch {
        // Half a key would only stand in the way.
        try? Directory.remove(path)
        throw error
      }
    } catch {
      throw .storage(error)
    }
  }
}

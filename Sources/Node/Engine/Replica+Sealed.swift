import Model
import Signing
import Vault

extension Replica {
  /// Sealed bytes by their digest; nil where they were erased, or never kept.
  public func sealed(_ digest: Digest) throws(EngineError) -> Sealed? {
    do throws(VaultError) {
      guard case .sealed(let sealed) = try vault.get(digest) else { return nil }
      return sealed
    } catch {
      throw .vault(error)
    }
  }
}

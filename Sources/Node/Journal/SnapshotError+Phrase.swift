import Coding
import Platform

extension SnapshotError {
  /// The same in both languages.
  public var phrase: Phrase {
    switch self {
    case .storage(let error): error.phrase
    case .damage(let damage): damage.phrase
    }
  }
}

extension SnapshotDamage {
  public var phrase: Phrase {
    let indonesian =
      switch reason {
      case .otherHeader: "\(file) bukan cuplikan jaringan, tinggi blok, dan versi format ini"
      case .wrongSize: "\(file) rusak: ukurannya bukan yang tertulis di kepalanya"
      case .digest: "\(file) rusak: bitanya tidak cocok dengan sidiknya"
      }
    return Phrase(indonesian, description)
  }
}

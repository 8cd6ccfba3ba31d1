import Coding

extension FrameError {
  /// The same in both languages.
  public var phrase: Phrase { Phrase(indonesian, description) }

  private var indonesian: String {
    switch self {
    case .truncated(let expected, let found): "seharusnya ada \(expected) bita, yang ada hanya \(found)"
    case .notAFrame: "tidak ada catatan yang dimulai di sini"
    case .wrongKind: "ini berkas jenis lain"
    case .unknownVersion(let version): "versi format \(version) tidak dikenal program ini"
    case .headerChecksum: "kepala catatan tidak cocok dengan jumlah periksanya"
    case .checksum(let section): "\(section.indonesian) tidak cocok dengan jumlah periksanya"
    case .tooLong(let section): "\(section.indonesian) lebih panjang dari yang boleh dimuat sebuah blok"
    case .entryCount: "tanda terima dan komitmen tidak sebanyak entrinya"
    case .malformed(let section, let error): "\(section.indonesian) tidak terbentuk dengan benar: \(error)"
    case .trailingBytes: "ada bita setelah akhirnya"
    }
  }
}

extension FrameError.Section {
  fileprivate var indonesian: String {
    switch self {
    case .commands: "perintah"
    case .decisions: "putusan"
    case .receipts: "tanda terima"
    case .commitments: "komitmen"
    case .publicEntries: "entri terbuka"
    case .sealed: "bita tertutup"
    }
  }
}

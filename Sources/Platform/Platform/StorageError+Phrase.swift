import Coding

extension StorageError {
  /// The same in both languages; what the system said stays as it is where it has no name here.
  public var phrase: Phrase {
    let sentence = "tidak dapat \(operationInIndonesian) \(path): \(reasonInIndonesian)"
    return Phrase(remedyInIndonesian.map { "\(sentence); \($0)" } ?? sentence, description)
  }

  private var operationInIndonesian: String {
    switch operation {
    case "open": "membuka"
    case "create": "membuat"
    case "read": "membaca"
    case "write to": "menulis ke"
    case "look at": "melihat"
    case "list": "mendaftar isi"
    case "remove": "menghapus"
    case "lock": "mengunci"
    case "use": "memakai"
    case "make durable": "memastikan tersimpannya"
    case "change the size of": "mengubah ukuran"
    case _ where operation.hasPrefix("reserve "): "menyediakan tempat untuk"
    case _ where operation.hasPrefix("move "): "memindahkan berkas ke"
    default: operation
    }
  }

  private var reasonInIndonesian: String {
    switch kind {
    case .notFound: "tidak ada berkas atau direktori itu"
    case .alreadyExists: "sudah ada"
    case .permission: "tidak diizinkan"
    case .readOnly: "sistem berkas hanya dapat dibaca"
    case .noSpace: "tidak ada ruang lagi di disk"
    case .locked:
      reason.split(separator: " ").compactMap { Int($0) }.first.map { "proses \($0) sedang memakainya" }
        ?? "proses lain sedang memakainya"
    case .tooManyOpenFiles: "terlalu banyak berkas terbuka"
    case .device: "perangkat disk gagal"
    case .truncated, .other: reason
    }
  }

  private var remedyInIndonesian: String? {
    switch kind {
    case .notFound: "periksa lokasinya"
    case .alreadyExists: "pilih lokasi lain, atau pindahkan yang lama"
    case .permission: "jalankan sebagai pemiliknya, atau beri hak kepada pengguna ini"
    case .readOnly: "pasang sistem berkas agar dapat ditulisi, atau pilih direktori lain"
    case .noSpace: "kosongkan ruang di disk ini, lalu coba lagi"
    case .locked: "hentikan proses itu dahulu"
    case .tooManyOpenFiles: "naikkan batas berkas terbuka (ulimit -n)"
    case .device: "disk mungkin rusak: periksa, dan pulihkan dari salinan"
    case .truncated, .other: nil
    }
  }
}

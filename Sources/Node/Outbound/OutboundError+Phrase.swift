import Coding

extension OutboundError {
  /// In the person's words; why a connection failed is the system's word, in its language.
  public var phrase: Phrase { Phrase(indonesian, description) }

  private var indonesian: String {
    switch self {
    case .badAddress(let url): "\(url) bukan alamat http atau https"
    case .unreachable(let reason): "tidak tersambung: \(reason)"
    case .tookTooLong: "tidak ada jawaban utuh pada waktunya"
    case .tooLarge(let limit): "jawabannya lebih dari \(limit) bita"
    case .cancelled: "dibatalkan"
    }
  }
}

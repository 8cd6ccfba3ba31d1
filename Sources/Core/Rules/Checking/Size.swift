import Coding

/// How large a value can be: what a worst-case cost is computed from.
public indirect enum Size: Hashable, Sendable {
  /// Anything of fixed size.
  case one
  /// At most so many bytes of UTF-8.
  case text(Int)
  case list(Int, of: Size)
  /// At most so many entries, with keys of at most `key` bytes.
  case map(Int, key: Int, of: Size)

  /// The most elements, entries or bytes.
  var count: Int {
    switch self {
    case .one: 1
    case .text(let count), .list(let count, _), .map(let count, _, _): count
    }
  }

  var element: Size {
    switch self {
    case .list(_, let element), .map(_, _, let element): element
    default: .one
    }
  }

  /// Sizes never grow past this: what comes near it costs too much by far.
  static let limit = 1 << 24

  /// What comparing a value of this size with one of the other costs at most.
  func comparison(with other: Size) -> Int64 {
    switch (self, other) {
    case (.text(let left), .text(let right)):
      return Cost.text(min(left, right))
    case (.list(let left, let a), .list(let right, let b)):
      return Cost.product(Int64(min(left, right)), a.comparison(with: b)) + 1
    case (.map(let left, let k, let a), .map(let right, let l, let b)):
      let search = Cost.product(Int64(right), Cost.text(max(k, l)))
      return Cost.product(Int64(left), search + a.comparison(with: b)) + 1
    default:
      return 1
    }
  }

  func joined(with other: Size) -> Size {
    switch (self, other) {
    case (.text(let left), .text(let right)): .text(max(left, right))
    case (.list(let left, let a), .list(let right, let b)): .list(max(left, right), of: a.joined(with: b))
    case (.map(let left, let k, let a), .map(let right, let l, let b)):
      .map(max(left, right), key: max(k, l), of: a.joined(with: b))
    case (.one, _): other
    default: self
    }
  }

  /// The default for an input declared without its own: 256 bytes of text, 64 elements or entries.
  init(default type: Type) {
    switch type {
    case .string: self = .text(256)
    case .list(let element): self = .list(64, of: Size(default: element))
    case .map(let value): self = .map(64, key: 64, of: Size(default: value))
    default: self = .one
    }
  }

  init(of value: Value) {
    switch value {
    case .string(let text): self = .text(text.utf8.count)
    case .list(let elements):
      self = .list(elements.count, of: elements.reduce(.one) { $0.joined(with: Size(of: $1)) })
    case .map(let entries):
      self = .map(
        entries.count, key: entries.reduce(0) { max($0, $1.key.utf8.count) },
        of: entries.reduce(.one) { $0.joined(with: Size(of: $1.value)) })
    default: self = .one
    }
  }
}

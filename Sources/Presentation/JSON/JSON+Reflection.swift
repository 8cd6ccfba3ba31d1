import Coding
import Model
import Records
import Rules
import Signing
import Transparency

/// A value with a form of its own in JSON; every other value is shown field by field.
public protocol JSONRepresentable {
  var json: JSON { get }
}

extension JSON {
  /// A record of the model as JSON: structures as objects of their fields, cases with content as objects of one key,
  /// cases without as text, amounts as whole rupiah, times in UTC, bytes as hexadecimal digits.
  public init(reflecting value: Any) {
    if let value = value as? any JSONRepresentable {
      self = value.json
      return
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: self = mirror.children.first.map { JSON(reflecting: $0.value) } ?? .null
    case .collection: self = .array(mirror.children.map { JSON(reflecting: $0.value) })
    case .enum:
      guard let content = mirror.children.first, let name = content.label else {
        self = .string("\(value)")
        return
      }
      self = .object([Member(key: name, value: JSON(reflecting: content.value))])
    case .tuple where mirror.children.allSatisfy({ $0.label?.first == "." }):
      self = .array(mirror.children.map { JSON(reflecting: $0.value) })
    default:
      self = .object(
        mirror.children.compactMap { child in
          child.label.map { Member(key: $0, value: JSON(reflecting: child.value)) }
        })
    }
  }
}

// MARK: - Values with a form of their own

extension Bool: JSONRepresentable {
  public var json: JSON { .bool(self) }
}

extension JSONRepresentable where Self: BinaryInteger {
  public var json: JSON { JSON(self) }
}

extension Int: JSONRepresentable {}
extension Int16: JSONRepresentable {}
extension Int64: JSONRepresentable {}
extension UInt8: JSONRepresentable {}
extension UInt16: JSONRepresentable {}
extension UInt32: JSONRepresentable {}
extension UInt64: JSONRepresentable {}

extension String: JSONRepresentable {
  public var json: JSON { .string(self) }
}

extension Array: JSONRepresentable {
  /// Bytes are hexadecimal digits, anything else a list.
  public var json: JSON {
    if Element.self == UInt8.self, let bytes = self as? [UInt8] { return .string(Hex.encode(bytes)) }
    return .array(map { JSON(reflecting: $0) })
  }
}

/// What is written for people in one word.
extension JSONRepresentable where Self: CustomStringConvertible {
  public var json: JSON { .string(description) }
}

extension Text: JSONRepresentable {}
extension Digest: JSONRepresentable {}
extension NetworkID: JSONRepresentable {}
extension Period: JSONRepresentable {}
extension UTCOffset: JSONRepresentable {}
extension CivilDate: JSONRepresentable {}
extension Region: JSONRepresentable {}
extension MerchantCategory: JSONRepresentable {}
extension SignatureAlgorithm: JSONRepresentable {}

extension AccountNumber: JSONRepresentable {
  public var json: JSON { self == .none ? .null : .string(description) }
}

extension PersonNumber: JSONRepresentable {
  public var json: JSON { self == .none ? .null : JSON(raw) }
}

extension CommandID: JSONRepresentable {
  public var json: JSON { digest.json }
}

extension ProgrammeID: JSONRepresentable {
  public var json: JSON { digest.json }
}

extension Salt: JSONRepresentable {
  public var json: JSON { bytes.json }
}

extension Blind: JSONRepresentable {
  public var json: JSON { bytes.json }
}

extension Rupiah: JSONRepresentable {
  public var json: JSON { JSON(amount) }
}

extension BlockTime: JSONRepresentable {
  public var json: JSON { .string(rfc3339) }

  /// In UTC: `2026-02-09T17:00:00Z`; bare milliseconds outside the calendar's years.
  public var rfc3339: String {
    let seconds = milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000
    let nanoseconds = UInt32(milliseconds - seconds * 1_000) * 1_000_000
    return Timestamp(seconds: seconds, nanoseconds: nanoseconds)?.description ?? String(milliseconds)
  }
}

extension PublicKey: JSONRepresentable {
  /// The key as `did:key`, and how it signs.
  public var json: JSON { ["did": .string(DIDKey(self).description), "algorithm": algorithm.json] }
}

extension Rejection: JSONRepresentable {
  public var json: JSON { ["code": JSON(rawValue), "name": .string(name)] }

  /// `insufficientFunds`, as the documentation lists it.
  public var name: String { "\(self)" }
}

import Coding
import Signing

/// An agency's answer: for each blinded element the evaluated one and the proof that the agency's key made it.
public struct Evaluation: Hashable, Sendable {
  public let keyVersion: UInt8
  /// Element (49 bytes) and proof (96 bytes) for each.
  public let answers: [[UInt8]]

  static let answerLength = 145

  package init(keyVersion: UInt8, answers: [[UInt8]]) {
    self.keyVersion = keyVersion
    self.answers = answers
  }
}

/// `[1, key version, [answer, …]]`
extension Evaluation: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    w.unsigned(keyVersion)
    w.list(answers) { $0.bytes($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    guard try r.unsigned() == 1 as UInt64 else { throw r.error(.invalid("not version 1")) }
    keyVersion = try r.unsigned()
    let count = try r.array(max: BlindedNumbers.maximumCount)
    answers = try r.nested { (r) throws(CodingError) in
      var answers: [[UInt8]] = []
      for _ in 0..<count { answers.append(try r.bytes(exactly: Self.answerLength)) }
      return answers
    }
  }
}

/// What an officer asks an agency to evaluate. It travels as a COSE_Sign1 by the officer's key.
public struct EvaluationRequest: Hashable, Sendable {
  public let keyVersion: UInt8
  /// Milliseconds since 1970: a request is good for minutes.
  public let time: Int64
  /// 49 bytes each: random points to everyone but whoever blinded them.
  public let elements: [[UInt8]]

  static let elementLength = 49
  /// Of no network: an agency evaluates whatever domain is inside the blinds.
  public static let aad = ExternalAAD("evaluation", network: NetworkID(genesis: .zero))
  /// Of the signed message.
  public static let maximumBytes = 4096

  public init(keyVersion: UInt8, time: Int64, elements: [[UInt8]]) {
    self.keyVersion = keyVersion
    self.time = time
    self.elements = elements
  }
}

/// `[1, key version, time, [element, …]]`
extension EvaluationRequest: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    w.unsigned(1 as UInt64)
    w.unsigned(keyVersion)
    w.signed(time)
    w.list(elements) { $0.bytes($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 4)
    guard try r.unsigned() == 1 as UInt64 else { throw r.error(.invalid("not version 1")) }
    keyVersion = try r.unsigned()
    time = try r.signed()
    let count = try r.array(max: BlindedNumbers.maximumCount)
    guard count > 0 else { throw r.error(.invalid("a request asks about one element at least")) }
    elements = try r.nested { (r) throws(CodingError) in
      var elements: [[UInt8]] = []
      for _ in 0..<count { elements.append(try r.bytes(exactly: Self.elementLength)) }
      return elements
    }
  }
}

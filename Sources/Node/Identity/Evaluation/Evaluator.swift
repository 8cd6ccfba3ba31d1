import Coding
import Platform
import Signing

/// One agency's half of every nullifier: it evaluates what registered officers ask, within limits, and logs each evaluation
/// before it answers. It learns neither the number nor the other agency's half.
///
/// The log is also the memory of the limits: starting again gives nobody anything back.
public struct Evaluator: Sendable {
  public let key: EvaluationKey
  public let limits: Limits
  public private(set) var log: EvaluationLog
  private let officers: Set<PublicKey>

  /// How many people one officer may ask about.
  public struct Limits: Hashable, Sendable {
    public let perHour: Int
    public let perDay: Int

    public init(perHour: Int = 120, perDay: Int = 600) {
      precondition(perHour > 0 && perDay >= perHour, "a day allows what an hour does")
      self.perHour = perHour
      self.perDay = perDay
    }
  }

  /// How far a request's time may lie from the agency's, either way.
  public static let requestLife: Int64 = 600_000

  public init(key: EvaluationKey, officers: [PublicKey], limits: Limits = Limits(), log: EvaluationLog) {
    self.key = key
    self.officers = Set(officers)
    self.limits = limits
    self.log = log
  }

  /// Answers an officer's signed request.
  ///
  /// - Parameter now: milliseconds since 1970.
  public mutating func evaluate(_ signed: [UInt8], now: Int64) throws(EvaluatorError) -> Evaluation {
    let (officer, request) = try verified(signed)
    guard request.keyVersion == key.version else {
      throw .keyVersion(expected: key.version, found: request.keyVersion)
    }
    guard (now - Self.requestLife...now + Self.requestLife).contains(request.time) else { throw .stale }
    let digest = SHA256.hash(request.encoded)
    try checkLimits(officer, request.elements.count, digest, now)
    var answers: [[UInt8]] = []
    for element in request.elements {
      guard let answer = key.evaluate(element: element) else { throw .notAPoint }
      answers.append(answer)
    }
    try log.append(
      time: now, officer: officer, count: UInt8(request.elements.count), keyVersion: key.version, request: digest)
    return Evaluation(keyVersion: key.version, answers: answers)
  }

  /// Which registered officer signed, and what.
  private func verified(_ signed: [UInt8]) throws(EvaluatorError) -> (PublicKey, EvaluationRequest) {
    guard signed.count <= EvaluationRequest.maximumBytes else { throw .tooLong(signed.count) }
    let message: UnverifiedMessage
    do throws(SignatureError) {
      message = try UnverifiedMessage(signed, maximumPayload: EvaluationRequest.maximumBytes)
    } catch {
      throw .malformed
    }
    for officer in officers where officer.algorithm == message.algorithm {
      guard let verified = try? SignatureVerifier.verify(message, key: officer, aad: EvaluationRequest.aad) else {
        continue
      }
      guard let request = try? EvaluationRequest(encoded: verified.payload) else { throw .malformed }
      return (officer, request)
    }
    throw .unknownOfficer
  }

  private func checkLimits(
    _ officer: PublicKey, _ count: Int, _ request: Digest, _ now: Int64
  ) throws(EvaluatorError) {
    var (hour, day) = (count, count)
    for record in log.records.reversed() {
      // A clock that was set back makes the past look longer, never shorter.
      let age = now - record.time
      guard age < Self.day else { break }
      guard record.request != request else { throw .replayed }
      guard record.officer == officer else { continue }
      day += Int(record.count)
      if age < Self.hour { hour += Int(record.count) }
    }
    guard hour <= limits.perHour else { throw .limit(perHour: limits.perHour) }
    guard day <= limits.perDay else { throw .dailyLimit(perDay: limits.perDay) }
  }

  private static let hour: Int64 = 3_600_000
  private static let day: Int64 = 86_400_000
}

/// Why an agency does not evaluate.
public enum EvaluatorError: Error, Equatable, Sendable {
  case tooLong(Int)
  case malformed
  /// Nobody registered signed the request.
  case unknownOfficer
  case keyVersion(expected: UInt8, found: UInt8)
  /// The request's time is more than ten minutes from the agency's.
  case stale
  case replayed
  case limit(perHour: Int)
  case dailyLimit(perDay: Int)
  case notAPoint
  case damagedLog(record: Int)
  case storage(StorageError)
}

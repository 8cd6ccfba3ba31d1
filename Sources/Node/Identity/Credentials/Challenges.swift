import Coding
import Signing

/// The questions a verifier has asked and not yet had answered. Each is answered once, within its time.
public struct Challenges: Sendable {
  /// When each was asked, in seconds since 1970.
  private var open: [Digest: Int64] = [:]

  /// Seconds a holder has to answer.
  public static let life: Int64 = 600
  public static let maximumCount = 10_000

  public init() {}

  public var count: Int { open.count }

  /// Asks a new question.
  ///
  /// - Parameter random: 32 unpredictable bytes.
  public mutating func ask(_ random: Digest, now: Int64) throws(ChallengeError) {
    if open.count >= Self.maximumCount { open = open.filter { now - $0.value <= Self.life } }
    guard open.count < Self.maximumCount else { throw .tooMany }
    open[random] = now
  }

  /// Takes a question away, whatever becomes of the answer: a second answer finds it gone.
  public mutating func take(_ challenge: Digest, now: Int64) throws(ChallengeError) {
    guard let asked = open.removeValue(forKey: challenge) else { throw .unknown }
    guard now - asked <= Self.life else { throw .expired }
  }
}

public enum ChallengeError: Error, Equatable, Sendable {
  /// Never asked, or answered before.
  case unknown
  case expired
  case tooMany
}

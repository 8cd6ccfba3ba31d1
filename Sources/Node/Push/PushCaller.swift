import Coding
import Foundation
import Outbound
import Platform
import Signing

/// Hands one push to a push service (RFC 8030).
package actor PushCaller {
  private let key: VAPIDKey
  private let configuration: PushConfiguration
  private let client: OutboundClient
  private let hosts = HostGuard()
  private var tokens: [String: (header: String, until: Int64)] = [:]

  /// What became of it.
  package enum Outcome: Equatable, Sendable {
    case delivered
    /// The endpoint takes nothing any more, or never should have been called.
    case gone
    /// The service does not want this one.
    case refused
    /// Another time, at the earliest after so many milliseconds.
    case later(after: Int64?)
  }

  init(key: VAPIDKey, configuration: PushConfiguration) {
    self.key = key
    self.configuration = configuration
    client = OutboundClient(seconds: configuration.pace.call)
  }

  func deliver(_ push: QueuedPush, to subscription: PushSubscription) async -> Outcome {
    let endpoint = subscription.endpoint
    if !(configuration.allowsLoopback && endpoint.host == "127.0.0.1") {
      guard let isPublic = await hosts.isPublic(endpoint.host) else { return .later(after: nil) }
      guard isPublic else { return .gone }
    }
    let message = PushMessage(kind: push.kind.name, entry: push.entry)
    do throws(OutboundError) {
      let answer = try await client.post(
        message.encrypted(for: subscription), type: "application/octet-stream",
        headers: headers(for: push, to: subscription), to: endpoint.url)
      return Self.outcome(answer.status, retryAfter: answer.header("Retry-After"), now: Date())
    } catch {
      return .later(after: nil)
    }
  }

  /// Nothing here tells the service more than the message's length does.
  private func headers(for push: QueuedPush, to subscription: PushSubscription) -> [String: String] {
    [
      "Content-Encoding": "aes128gcm", "TTL": String(configuration.timeToLive), "Urgency": "high",
      "Topic": Self.topic(push, subscription), "Authorization": authorization(subscription.endpoint.origin),
    ]
  }

  /// A later push of the same kind takes the place of one that still waits for the phone. Which kind, and whose, only the
  /// phone and this node can tell.
  package static func topic(_ push: QueuedPush, _ subscription: PushSubscription) -> String {
    let digest = Signing.SHA256.hash(Array("salur/topic/v1".utf8) + subscription.secret + [push.kind.rawValue])
    return Base64.encodeURL(Array(digest.bytes.prefix(24)))
  }

  private func authorization(_ origin: String) -> String {
    let now = SystemClock.nowMilliseconds() / 1000
    if let token = tokens[origin], token.until > now { return token.header }
    if tokens.count >= 1_000 { tokens.removeAll() }
    let header = key.authorization(for: origin, expires: now + 12 * 3600, contact: configuration.contact)
    tokens[origin] = (header, now + 6 * 3600)
    return header
  }

  package static func outcome(_ status: Int, retryAfter: String?, now: Date) -> Outcome {
    switch status {
    case 200..<300: .delivered
    case 404, 410: .gone
    case 400, 413: .refused
    default: .later(after: retryAfter.flatMap { delay($0, now: now) })
    }
  }

  /// Seconds, or a date (RFC 9110 §10.2.3); a day at most.
  private static func delay(_ text: String, now: Date) -> Int64? {
    let longest: Int64 = 86_400_000
    if let seconds = Int64(text) { return seconds < 0 ? nil : min(longest, min(seconds, longest) * 1000) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    guard let date = format.date(from: text) else { return nil }
    return min(longest, Int64(max(0, date.timeIntervalSince(now)) * 1000))
  }
}

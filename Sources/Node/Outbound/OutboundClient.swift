import Dispatch
import Foundation
import FoundationNetworking

/// Calls other machines over HTTP: the only place that does.
///
/// Whoever is called is not trusted: an answer has a time limit from first byte to last and a size limit, a redirection is an
/// answer like any other, and nothing is remembered from one call to the next: no cookies, no cache, no credentials.
/// Connections are kept open and used again.
public final class OutboundClient: Sendable {
  private let session: URLSession
  private let exchanges: Exchanges
  private let seconds: Int

  /// - Parameters:
  ///   - seconds: from the call to the answer's last byte.
  ///   - maximumBytes: of an answer's body.
  public init(seconds: Int = 10, maximumBytes: Int = 64 << 10) {
    exchanges = Exchanges(maximumBytes: maximumBytes)
    session = URLSession(
      configuration: Self.configuration(seconds: seconds), delegate: exchanges, delegateQueue: nil)
    self.seconds = seconds
  }

  static func configuration(seconds: Int) -> URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    configuration.urlCredentialStorage = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.timeoutIntervalForRequest = TimeInterval(seconds)
    return configuration
  }

  deinit { session.invalidateAndCancel() }

  public func get(
    _ url: String, headers: [String: String] = [:]
  ) async throws(OutboundError) -> OutboundAnswer {
    try await send(try Self.request(url, headers))
  }

  /// - Parameter headers: beside the body's type.
  public func post(
    _ body: [UInt8], type: String, headers: [String: String] = [:], to url: String
  ) async throws(OutboundError) -> OutboundAnswer {
    var request = try Self.request(url, headers)
    request.httpMethod = "POST"
    request.httpBody = Data(body)
    request.setValue(type, forHTTPHeaderField: "Content-Type")
    return try await send(request)
  }

  static func request(_ url: String, _ headers: [String: String]) throws(OutboundError) -> URLRequest {
    guard let parsed = URL(string: url), ["http", "https"].contains(parsed.scheme), parsed.host != nil else {
      throw .badAddress(url)
    }
    var request = URLRequest(url: parsed)
    request.setValue("salur", forHTTPHeaderField: "User-Agent")
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    return request
  }

  private func send(_ request: URLRequest) async throws(OutboundError) -> OutboundAnswer {
    let task = session.dataTask(with: request)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        exchanges.begin(task) { continuation.resume(returning: $0) }
        task.resume()
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [weak exchanges] in
          exchanges?.end(task, .tookTooLong)
        }
      }
    } onCancel: { [exchanges] in
      exchanges.end(task, .cancelled)
    }
    return try result.get()
  }
}

/// What was answered, whatever the status.
public struct OutboundAnswer: Equatable, Sendable {
  public let status: Int
  /// Without parameters, in lower case: `text/plain`.
  public let type: String?
  public let headers: [String: String]
  public let body: [UInt8]

  /// A header, whatever the case of its name.
  public func header(_ name: String) -> String? {
    headers.first { $0.key.lowercased() == name.lowercased() }?.value
  }
}

/// Why there is no answer.
public enum OutboundError: Error, Equatable, Sendable {
  case badAddress(String)
  case unreachable(String)
  case tookTooLong
  case tooLarge(limit: Int)
  case cancelled
}

extension OutboundError {
  init(_ error: any Error) {
    self =
      switch (error as? URLError)?.code {
      case .timedOut: .tookTooLong
      case .cancelled: .cancelled
      default: .unreachable(error.localizedDescription)
      }
  }
}

extension OutboundError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badAddress(let url): "\(url) is no http or https address"
    case .unreachable(let reason): "no connection: \(reason)"
    case .tookTooLong: "no whole answer in time"
    case .tooLarge(let limit): "the answer has more than \(limit) bytes"
    case .cancelled: "called off"
    }
  }
}

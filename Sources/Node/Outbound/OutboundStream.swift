import Foundation
import FoundationNetworking
import Synchronization

/// An answer that goes on: its pieces as they come, until the server ends it or falls silent, or nobody reads on.
public struct OutboundStream: Sendable {
  public let status: Int
  /// Ends where the server ended the answer; throws an `OutboundError` where it broke off.
  public let pieces: AsyncThrowingStream<[UInt8], any Error>
}

extension OutboundClient {
  /// Opens an answer that goes on. As with other calls, redirections are not followed and nothing is remembered.
  ///
  /// - Parameter silence: seconds without a byte after which the server counts as gone.
  public static func open(
    _ url: String, headers: [String: String] = [:], silence: Int
  ) async throws(OutboundError) -> OutboundStream {
    let reader = StreamReader()
    let session = URLSession(configuration: configuration(seconds: silence), delegate: reader, delegateQueue: nil)
    let task = session.dataTask(with: try request(url, headers))
    // The session lives on until the answer is over.
    session.finishTasksAndInvalidate()
    let head = await withTaskCancellationHandler {
      await reader.start(task)
    } onCancel: {
      task.cancel()
    }
    return OutboundStream(status: try head.get(), pieces: reader.pieces)
  }
}

/// Hands an answer over piece by piece.
private final class StreamReader: NSObject, URLSessionDataDelegate, Sendable {
  typealias Head = Result<Int, OutboundError>

  let pieces: AsyncThrowingStream<[UInt8], any Error>
  private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
  private let waiting = Mutex<(@Sendable (Head) -> Void)?>(nil)

  /// Pieces that may wait for whoever reads them; a server that sends more is not heard out.
  private static let buffered = 256

  override init() {
    (pieces, continuation) = AsyncThrowingStream.makeStream(bufferingPolicy: .bufferingOldest(Self.buffered))
    super.init()
  }

  /// Sends the request and waits for the answer's status.
  func start(_ task: URLSessionTask) async -> Head {
    continuation.onTermination = { _ in task.cancel() }
    return await withCheckedContinuation { continuation in
      waiting.withLock { $0 = { continuation.resume(returning: $0) } }
      task.resume()
    }
  }

  private func answer(_ head: Head) {
    let waiting = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    waiting?(head)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    answer((response as? HTTPURLResponse).map { .success($0.statusCode) } ?? .failure(.unreachable("no HTTP")))
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard case .dropped = continuation.yield(Array(data)) else { return }
    continuation.finish(throwing: OutboundError.tooLarge(limit: Self.buffered))
    dataTask.cancel()
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let error = error.map { OutboundError($0) }
    answer(.failure(error ?? .unreachable("no HTTP")))
    continuation.finish(throwing: error)
  }
}

import Coding
import Outbound
import Platform
import Presentation

/// Calls to a registration service, or to the mock issuer.
struct EnrolmentConnection {
  let base: String
  // Two agencies are asked behind one call.
  private let client = OutboundClient(seconds: 90, maximumBytes: 256 << 10)

  init(_ base: String) { self.base = base }

  /// - Parameter again: whether the same call may be made again where the service says that it could not find out.
  func post(_ path: String, _ body: JSON?, again: Bool = false) async throws -> JSON {
    for attempt in 0... {
      do {
        return try await post(path, body)
      } catch let problem as NodeProblem where again && problem.status == 503 && attempt < 3 {
        try await Task.sleep(for: .seconds(1 << attempt))
      }
    }
    preconditionFailure("the last attempt returns or throws")
  }

  private func post(_ path: String, _ body: JSON?) async throws -> JSON {
    let bytes = body.map { Array($0.text.utf8) } ?? []
    let answer: OutboundAnswer
    do throws(OutboundError) {
      answer = try await client.post(bytes, type: "application/json", to: base + path)
    } catch {
      throw Unreachable(node: base, reason: error)
    }
    guard answer.status == 200 else { throw NodeProblem(status: answer.status, body: answer.body, node: base) }
    guard let json = try? JSONReader.read(answer.body), case .object = json else {
      throw Failure(EnrolPhrase.unreadable(base))
    }
    return json
  }
}

import Hummingbird
import NIOCore

/// What is known of a call beside the request: where it came from.
package struct CallContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The caller's address; nil where the socket has none.
  let address: String?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    address = source.channel.remoteAddress?.ipAddress
  }
}

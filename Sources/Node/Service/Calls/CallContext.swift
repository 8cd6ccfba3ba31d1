import Hummingbird
import NIOCore

/// What is known of a call beside the request: where it came from.
package struct CallContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The caller's address; nil where the socket has none.
  let address: String?
  /// Its connection, for streams that have to be cut.
  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
    address = source.channel.remoteAddress?.ipAddress
  }
}

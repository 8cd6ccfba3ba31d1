import Model

/// Where a network's order comes from: the port behind which one machine or many validators agree.
///
/// An engine takes proposed commands, decides blocks of them with one time each, and has the replica deliver every
/// decided block before it answers.
public protocol ConsensusEngine: Sendable {
  /// The time the next block would carry.
  var time: BlockTime { get }

  /// Proposes a command and waits until it is decided and durable, or refused.
  func submit(_ submission: Submission) async -> Answer

  /// Decides what is waiting, then accepts nothing more. Nothing answered is lost.
  func stop() async
}

/// Tells the time for blocks; driven in demonstrations and simulations.
public protocol BlockClock: Sendable {
  var now: BlockTime { get }
}

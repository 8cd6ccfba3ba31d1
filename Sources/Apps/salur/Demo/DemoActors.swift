import Engine
import Model
import Platform
import Signing
import Wallet

/// Keys that a demonstration can make again: derived from its seed and a name, never to be used for real money.
struct DemoKeys {
  let seed: UInt64

  func key(_ kind: SigningKey.Kind, _ name: String) -> SigningKey {
    SigningKey(kind, seed: SHA256.hash(Array("salur/demo-key/\(seed)/\(name)".utf8)))
  }

  /// Officer `index` of an agency.
  func officer(_ agency: String, _ index: Int) -> SigningKey { key(.ed25519, "\(agency)/\(index)") }

  /// Sixteen bytes that look random and are the same in every run.
  func salt(_ name: String) -> Salt {
    Salt(Array(SHA256.hash(Array("salur/demo-salt/\(seed)/\(name)".utf8)).bytes.prefix(16)))!
  }
}

/// Somebody who acts on the ledger: a credential's key and its lane.
struct DemoActor {
  let key: SigningKey
  private var lane: CommandLane

  init(key: SigningKey, lane: CommandLane) {
    self.key = key
    self.lane = lane
  }

  var account: AccountNumber { lane.account }

  /// Signs the lane's next command. Its nonce follows from its place, so that two runs sign the same bytes.
  ///
  /// - Parameter proof: of possession, where the action introduces a key.
  mutating func sign(
    _ action: Action, at time: BlockTime, proof: [UInt8] = [], sealed: [Sealed] = []
  ) -> (CommandID, Submission) {
    let place = "\(lane.account.raw)/\(lane.credential)/\(lane.next)"
    let nonce = Salt(Array(SHA256.hash(Array("salur/demo-nonce/\(place)".utf8)).bytes.prefix(16)))!
    let command = lane.command(action, validUntil: time.advanced(by: BlockTime.hour), nonce: nonce)
    let payload = command.encoded
    let signed = key.signedMessage(payload: payload, aad: Command.aad(network: lane.network))
    return (CommandID(payload: payload), Submission(signed: signed + proof, sealed: sealed))
  }
}

extension SigningKey {
  /// Proof that whoever asks to be let in holds the key.
  func possession(of subject: Digest, network: NetworkID) -> [UInt8] {
    signedMessage(
      payload: Possession.payload(key: publicKey, subject: subject), aad: Possession.aad(network: network))
  }
}

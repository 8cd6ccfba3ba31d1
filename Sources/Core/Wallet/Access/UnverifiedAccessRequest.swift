import Coding
import Model
import Signing

/// A signed access request as it came with a call. Nothing is verified yet.
public struct UnverifiedAccessRequest: Sendable {
  public let request: AccessRequest
  private let message: UnverifiedMessage

  /// - Parameter signed: one COSE_Sign1.
  public init(signed: [UInt8]) throws(SignatureError) {
    message = try UnverifiedMessage(signed, maximumPayload: AccessRequest.maximumBytes)
    do throws(CodingError) {
      request = try AccessRequest(encoded: message.payload)
    } catch {
      throw .malformed(error)
    }
  }

  /// Why it does not fit the call it came with; nil where only the signature is left to check.
  public func defect(
    network: NetworkID, method: Text, target: Text, body: [UInt8], now: BlockTime
  ) -> AccessDefect? {
    if request.network != network { return .otherNetwork }
    if request.method != method || request.target != target || request.body != SHA256.hash(body) { return .otherCall }
    // Neither difference can overflow: a signed time is compared, not subtracted.
    if request.issued < now.advanced(by: -AccessRequest.tolerance) { return .tooOld }
    if request.issued > now.advanced(by: AccessRequest.tolerance) { return .fromTheFuture }
    return nil
  }

  public func signatureCheck(
    key: PublicKey, relyingParty: WebAuthnRelyingParty
  ) throws(SignatureError) -> SignatureCheck {
    try message.signatureCheck(
      key: key, aad: AccessRequest.aad(network: request.network), relyingParty: relyingParty)
  }
}

/// Why a signed request does not open what it came with.
public enum AccessDefect: Error, Equatable, Sendable {
  case otherNetwork
  /// It was signed for another method, path or body.
  case otherCall
  case tooOld
  case fromTheFuture
}

/// What a credential is for, and so what it may sign.
public enum CredentialUse: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// The owner's own device: everything.
  case device = 0
  /// A card that is used at other people's terminals: it spends, freezes and objects, and changes no credential.
  case card = 1
  /// A relative's key: it pays at shops, within its limits, and nothing else.
  case helper = 2
}

extension CredentialUse {
  /// Whether a credential of this use may sign the action.
  public func permits(_ action: Action) -> Bool {
    switch self {
    case .device: true
    case .card:
      switch action {
      case .pay, .transfer, .cashOut, .freeze, .unfreeze, .vetoRecovery, .recover: true
      default: false
      }
    case .helper:
      if case .pay = action { true } else { false }
    }
  }
}

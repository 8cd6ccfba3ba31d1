/// What is known where some tests have been answered: the values their operands can still have.
public struct Knowledge: Sendable {
  private var known: [(operand: Operand, values: IntegerSet)] = []

  /// More than this is not remembered; knowing less is never wrong.
  private static let most = 64

  public init() {}

  func values(of operand: Operand) -> IntegerSet? {
    known.first { $0.operand == operand }?.values
  }

  /// The same, and that the operand has one of these values.
  func adding(_ operand: Operand, _ values: IntegerSet) -> Knowledge {
    var more = self
    if let index = known.firstIndex(where: { $0.operand == operand }) {
      more.known[index].values = values.summary
    } else if known.count < Knowledge.most {
      more.known.append((operand, values.summary))
    }
    return more
  }

  /// What is known where either of two is.
  static func either(_ a: Knowledge?, _ b: Knowledge?) -> Knowledge? {
    guard let a, let b else { return a ?? b }
    var common = Knowledge()
    for (operand, values) in a.known {
      if let other = b.values(of: operand) { common.known.append((operand, values.union(other).summary)) }
    }
    return common
  }
}

/// A test within a rule that sends it one way or the other: a side of `&&` or `||`, what `!` turns around, what stands
/// before `?`, what a macro asks of an element, or the whole rule.
///
/// `!` and `?:` themselves only pass on the answer of another test, and what is written as true or false asks nothing.
public struct RuleBranch: Hashable, Sendable {
  /// Which code point of the rule's source to point at, from 0.
  public let index: Int

  /// What a branch has answered.
  public struct Answers: Hashable, Sendable {
    public var yes = false
    public var no = false

    public init(yes: Bool = false, no: Bool = false) {
      self.yes = yes
      self.no = no
    }

    public mutating func formUnion(_ other: Answers) {
      yes = yes || other.yes
      no = no || other.no
    }
  }
}

/// A branch of traced code, and the slots in which it leaves its answers.
struct TracedBranch: Sendable {
  /// Byte offset in the rule's source.
  let offset: Int
  /// Numbered among the constants, until it is known what comes before those.
  let yes: UInt16
  let no: UInt16
}

extension Term {
  var isBranch: Bool {
    switch node {
    case .constant, .not, .conditional: false
    default: true
    }
  }
}

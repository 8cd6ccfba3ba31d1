import Coding

/// What can be said about a rule's answers before it is ever asked.
public struct RuleProspect: Sendable {
  /// What is known where it says yes; `nil` when it never does.
  public let yes: Knowledge?
  /// What is known where it says no; `nil` when it never does.
  public let no: Knowledge?
  /// Tests in it that can never be true where they stand, as code points of its source, from 0.
  public let idle: [Int]
}

extension Rule {
  /// What the rule can answer where this much is known.
  public func prospect(knowing known: Knowledge = Knowledge()) -> RuleProspect {
    var reasoner = Reasoner()
    let (yes, no) = reasoner.follow(foldedTerm, known)
    return RuleProspect(yes: yes, no: no, idle: reasoner.idle.map(codePoint))
  }

  /// The regions written in the rule, and the code points of its source where they stand.
  public var regions: [(region: Region, index: Int)] {
    var regions: [(region: Region, index: Int)] = []
    term.walk { term in
      if case .constant(.region(let region)) = term.node { regions.append((region, codePoint(term.offset))) }
    }
    return regions
  }

  func codePoint(_ offset: Int) -> Int {
    source.utf8.prefix(offset).reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}

extension RuleSet {
  /// The branches of a rule, in the order they are asked. Empty where the rules were not compiled to be traced.
  public func branches(ofRule rule: Int) -> [RuleBranch] {
    branches[rule].map { RuleBranch(index: rules[rule].codePoint($0.offset)) }
  }
}

extension Frame {
  /// What each branch of a rule has answered since the frame was made.
  public func branchAnswers(ofRule rule: Int) -> [RuleBranch.Answers] {
    rules.branches[rule].map {
      RuleBranch.Answers(yes: hasSeen($0.yes), no: hasSeen($0.no))
    }
  }

  private func hasSeen(_ answer: UInt16) -> Bool {
    slots[rules.firstConstant + CodeBuilder.constantIndex(answer)].isTrue
  }
}

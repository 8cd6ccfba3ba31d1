extension CodeGenerator {
  /// Emits a test that leaves its answer behind on the way to where it goes.
  mutating func traced(_ term: Term, _ yes: Label, _ no: Label, next: Label?) {
    let branch = TracedBranch(
      offset: term.offset, yes: builder.constant(Slot()), no: builder.constant(Slot()))
    branches.append(branch)
    let (sawYes, sawNo) = (builder.label(), builder.label())
    ask(term, sawYes, sawNo, next: sawYes)
    builder.place(sawYes)
    builder.emit(Instruction(operation: .setWord, c: branch.yes, x: 1))
    jump(yes, next: nil)
    builder.place(sawNo)
    builder.emit(Instruction(operation: .setWord, c: branch.no, x: 1))
    jump(no, next: next)
  }
}

/// One step of compiled code. `a`, `b` and `c` are slots unless the operation says otherwise.
struct Instruction: BitwiseCopyable {
  var operation: Operation
  /// A comparison, a presence pattern, a function or a stride, as the operation says.
  var flag: UInt8 = 0
  var a: UInt16 = 0
  var b: UInt16 = 0
  var c: UInt16 = 0
  /// Where a test or a jump goes on.
  var target: UInt32 = 0
  /// What the meter is charged beforehand.
  var cost: UInt16 = 0
  /// A test jumps when its answer is this.
  var sense = true
  var x: Int64 = 0
  var y: UInt64 = 0
}

/// Tests jump to `target` when their answer is `sense`; everything else writes slot `c`.
enum Operation: UInt8 {
  // Flow
  case jump
  /// Raises the error remembered at depth `a`, if there is one.
  case raisePending
  case clearPending
  /// Raises fault `flag`.
  case fail
  case returnTrue, returnFalse
  /// Ends with the value in slot `a`.
  case returnValue

  // Field `b` of record `a`, whose elements lie as layout `flag` says
  /// Is it in `x ... x + y`, or, where `c` is 1, one of the bits of `y` counted from `x`?
  case testField
  case testPresent
  case loadField
  /// Text of `x` bytes with its length; `testTextPresent` only asks whether it is there.
  case loadText, testTextPresent
  case testChildren

  // Tests on slots
  case testRange, testSet
  /// Compares by the sign `flag` of the order: the words, times or texts `a` and `b`.
  case testWords, testTimes, testTexts
  /// Deep comparison of `a` and `b` by shape `x`.
  case testEqual
  case testInList, testInMap
  case testStarts, testEnds, testContains
  case testRegion
  case testSeries
  /// Is `age(a, b)` in `x ... x + y`? Memory `c` keeps the birth days that means for the last `b`.
  case testAge

  // Values
  case move, setWord
  case add, subtract, multiply, divide, remainder, negate
  case timePlusSpan, timeMinusSpan, timeMinusTime
  case age, province
  case element, childElement, key, wordOfCode
  /// Function `flag` of `a` (and `b`).
  case call
  case joinText, joinLists
  case newList, append, newMap, put, gatherRows

  // Loops: `c` is the element, `b` the cursor
  case rowsBegin, rowsNext, itemsBegin, itemsNext
  /// A list with room for as many elements as list `a` has.
  case newListLike
  case increment
}

/// Where the machine goes on after an error in an instruction: the error is remembered at `depth`, or ends the rule.
struct Handler: BitwiseCopyable {
  var resume: UInt32 = 0
  var depth: UInt8 = Handler.none

  static let none: UInt8 = .max
}

/// How values of a type are compared, as a flat table: a list or map names the shape of its elements.
struct Shape: BitwiseCopyable, Equatable {
  enum Kind: UInt8 { case word, time, text, list, map }
  var kind: Kind
  var element: UInt16 = 0
}

/// The comparisons of ordered things, by the sign of the order of `a` and `b`.
enum Order: UInt8 {
  case equal, less, lessOrEqual

  func holds(_ sign: Int) -> Bool {
    switch self {
    case .equal: sign == 0
    case .less: sign < 0
    case .lessOrEqual: sign <= 0
    }
  }
}

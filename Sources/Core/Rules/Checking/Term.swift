import Coding

/// A checked expression: every name resolved, every operation chosen by type, every conversion explicit.
struct Term: Sendable {
  var node: Node
  var type: Type
  /// Byte offset in the source.
  let offset: Int

  indirect enum Node: Sendable {
    case constant(Value)
    case input(Int)
    /// The element variable of the macro with that number.
    case local(Int)
    /// A scalar field of a record; an enumeration's value is its code.
    case field(Term, Int)
    /// The child rows that list number of the environment names.
    case children(Int)
    case hasField(Term, Int)
    case hasChildren(Int)
    /// The word an enumeration's code stands for.
    case word(Term, [Text])
    case element(Term, Term)
    case key(Term, Term)
    case hasKey(Term, Term)
    case not(Term)
    case negate(Term)
    case arithmetic(Arithmetic, Term, Term)
    /// Equality or order of two terms of one type.
    case compare(BinaryOperator, Term, Term)
    case inList(Term, Term)
    case inMap(Term, Term)
    case and([Term])
    case or([Term])
    case conditional(Term, Term, Term)
    case list([Term])
    case map([(key: Term, value: Term)])
    case call(Builtin, [Term])
    case receives(Int)
    case macro(Macro, range: Term, local: Int, filter: Term?, body: Term?)
  }
}

/// `+ - * / %` by the types of their operands. Int, rupiah and duration share the first ones: one checked 64-bit number.
enum Arithmetic: UInt8, Sendable {
  case add, subtract, multiply, divide, remainder
  case joinText, joinLists
  case timePlusSpan, timeMinusSpan, timeMinusTime
}

/// Functions, one per signature.
enum Builtin: UInt8, Sendable {
  case sizeOfText, sizeOfList
  case startsWith, endsWith, contains
  case fullYear, month, dayOfYear, dayOfMonth, date, dayOfWeek, hours, minutes, seconds, milliseconds
  case spanHours, spanMinutes, spanSeconds, spanMilliseconds
  case dateFullYear, dateMonth, dateDayOfYear, dateDayOfMonth, dateDate, dateDayOfWeek
  case timestampFromText, timestampFromInt, durationFromText, dateFromText, intFromText, intFromTimestamp
  case boolFromText, regionFromText, regionFromInt
  case textFromBool, textFromInt, textFromTimestamp, textFromDuration, textFromDate, textFromRegion
  case age, inRegion, province
  /// Whether a number lies between two others: two comparisons made one by the code generator.
  case inRange
}

extension Term {
  /// The term with its direct children replaced.
  func mapChildren(_ transform: (Term) -> Term) -> Term {
    var term = self
    switch node {
    case .constant, .input, .local, .children, .hasChildren, .receives: break
    case .field(let record, let field): term.node = .field(transform(record), field)
    case .hasField(let record, let field): term.node = .hasField(transform(record), field)
    case .word(let code, let words): term.node = .word(transform(code), words)
    case .element(let list, let index): term.node = .element(transform(list), transform(index))
    case .key(let map, let key): term.node = .key(transform(map), transform(key))
    case .hasKey(let map, let key): term.node = .hasKey(transform(map), transform(key))
    case .not(let operand): term.node = .not(transform(operand))
    case .negate(let operand): term.node = .negate(transform(operand))
    case .arithmetic(let operation, let a, let b): term.node = .arithmetic(operation, transform(a), transform(b))
    case .compare(let operation, let a, let b): term.node = .compare(operation, transform(a), transform(b))
    case .inList(let a, let b): term.node = .inList(transform(a), transform(b))
    case .inMap(let a, let b): term.node = .inMap(transform(a), transform(b))
    case .and(let operands): term.node = .and(operands.map(transform))
    case .or(let operands): term.node = .or(operands.map(transform))
    case .conditional(let c, let a, let b): term.node = .conditional(transform(c), transform(a), transform(b))
    case .list(let elements): term.node = .list(elements.map(transform))
    case .map(let entries): term.node = .map(entries.map { (transform($0.key), transform($0.value)) })
    case .call(let function, let arguments): term.node = .call(function, arguments.map(transform))
    case .macro(let macro, let range, let local, let filter, let body):
      term.node = .macro(
        macro, range: transform(range), local: local, filter: filter.map(transform), body: body.map(transform))
    }
    return term
  }

  /// Calls `body` with this term and every term below it, parents first.
  func walk(_ body: (Term) -> Void) {
    body(self)
    _ = mapChildren {
      $0.walk(body)
      return $0
    }
  }
}

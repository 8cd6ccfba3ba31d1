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
}

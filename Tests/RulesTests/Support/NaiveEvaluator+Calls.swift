import Coding
import Rules

extension NaiveEvaluator {
  func call(_ name: Text, _ target: Expression?, _ arguments: [Expression]) throws -> Value {
    var values: [Value] = []
    for argument in (target.map { [$0] } ?? []) + arguments { values.append(try evaluate(argument)) }
    switch (name, values.first, values.count > 1 ? values[1] : nil) {
    case ("size", .string(let text), nil): return .int(Int64(text.string.unicodeScalars.count))
    case ("size", .list(let elements), nil): return .int(Int64(elements.count))
    case ("size", .map(let entries), nil): return .int(Int64(entries.count))
    case ("startsWith", .string(let a), .string(let b)): return .bool(a.utf8.starts(with: b.utf8))
    case ("endsWith", .string(let a), .string(let b)): return .bool(a.utf8.reversed().starts(with: b.utf8.reversed()))
    case ("contains", .string(let a), .string(let b)):
      return .bool((0...a.utf8.count).contains { a.utf8.dropFirst($0).starts(with: b.utf8) })
    case ("int", .string(let text), nil):
      guard let value = Int64(text.string) else { throw Failure() }
      return .int(value)
    case ("int", .int(let value), nil): return .int(value)
    case ("int", .timestamp(let time), nil): return .int(time.seconds)
    case ("string", .int(let value), nil): return .string(Text(String(value)))
    case ("string", .bool(let value), nil): return .string(Text(String(value)))
    case ("string", .string(let text), nil): return .string(text)
    case ("string", .date(let date), nil): return .string(Text(date.description))
    case ("string", .duration(let span), nil): return .string(Text(span.description))
    case ("string", .timestamp(let time), nil): return .string(Text(time.description))
    case ("timestamp", .int(let seconds), nil):
      guard let time = Timestamp(seconds: seconds) else { throw Failure() }
      return .timestamp(time)
    case ("duration", .string(let text), nil):
      guard let span = TimeSpan(text.string) else { throw Failure() }
      return .duration(span)
    case ("date", .string(let text), nil):
      guard let date = CivilDate(text.string) else { throw Failure() }
      return .date(date)
    case ("age", .date(let born), .date(let day)): return .int(age(born, day))
    case ("in_region", .string(let code), .int(let number)):
      guard let region = UInt64(exactly: number).flatMap({ Region(number: $0) }) else { throw Failure() }
      return .bool(lies(code, in: Text(region.description)))
    case ("in_region", .string(let code), .string(let prefix)): return .bool(lies(code, in: prefix))
    case ("province", .string(let code), nil): return .string(Text(String(code.string.prefix(2))))
    case ("getFullYear", .date(let date), nil): return .int(Int64(date.year))
    case ("getMonth", .date(let date), nil): return .int(Int64(date.month - 1))
    case ("getSeconds", .duration(let span), nil): return .int(span.nanoseconds / 1_000_000_000)
    case ("getHours", .timestamp(let time), nil):
      let second = time.seconds % 86_400
      return .int((second + 86_400) % 86_400 / 3_600)
    default: throw Failure()
    }
  }

  private func lies(_ code: Text, in prefix: Text) -> Bool {
    code == prefix || code.utf8.starts(with: prefix.utf8 + [UInt8(ascii: ".")])
  }

  /// Counts birthdays one by one.
  private func age(_ born: CivilDate, _ day: CivilDate) -> Int64 {
    var age: Int64 = 0
    func birthday(_ years: Int64) -> (Int, Int, Int) {
      let year = born.year + Int(years)
      let leaps = born.month == 2 && born.day == 29 && !CivilDate.isLeap(year: year)
      return leaps ? (year, 3, 1) : (year, born.month, born.day)
    }
    while birthday(age + 1) <= day.components { age += 1 }
    while birthday(age) > day.components { age -= 1 }
    return age
  }
}

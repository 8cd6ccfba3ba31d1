import Coding

extension Frame {
  mutating func call(_ instruction: Instruction, _ a: Slot, _ b: Slot) -> Step {
    guard let function = Builtin(rawValue: instruction.flag) else { return .fail(.cost) }
    switch function {
    case .sizeOfText:
      steps += Cost.text(a.size) - 1
      var codePoints: Int64 = 0
      for byte in a.utf8 where byte & 0xC0 != 0x80 { codePoints += 1 }
      return write(instruction, Slot(codePoints))
    case .sizeOfList:
      if instruction.x == 1, a.count == Slot.absent { return .fail(.missing, listColumn(UInt64(instruction.b))) }
      return write(instruction, Slot(Int64(a.count)))
    case .fullYear, .month, .dayOfYear, .dayOfMonth, .date, .dayOfWeek, .hours, .minutes, .seconds, .milliseconds:
      guard let part = Timestamp.Part(rawValue: function.rawValue - Builtin.fullYear.rawValue),
        let offset = instruction.y == 2 ? offset(b) : UTCOffset.utc
      else { return .fail(.conversion) }
      return write(instruction, Slot(a.time.part(part, at: offset)))
    case .spanHours, .spanMinutes, .spanSeconds, .spanMilliseconds:
      let raw = function.rawValue - Builtin.spanHours.rawValue + Timestamp.Part.hours.rawValue
      guard let part = Timestamp.Part(rawValue: raw) else { return .fail(.cost) }
      return write(instruction, Slot(a.span.part(part)))
    case .dateFullYear, .dateMonth, .dateDayOfYear, .dateDayOfMonth, .dateDate, .dateDayOfWeek:
      guard let part = Timestamp.Part(rawValue: function.rawValue - Builtin.dateFullYear.rawValue) else {
        return .fail(.cost)
      }
      return write(instruction, Slot(a.date.part(part)))
    case .textFromBool, .textFromInt, .textFromTimestamp, .textFromDuration, .textFromDate, .textFromRegion:
      guard let text = text(function, a) else { return .fail(.conversion) }
      return write(instruction, text)
    default:
      guard let slot = converted(function, a) else {
        return .fail(function == .timestampFromInt || function == .durationFromText ? .overflow : .conversion)
      }
      return write(instruction, slot)
    }
  }

  private func offset(_ zone: Slot) -> UTCOffset? {
    spells("UTC", zone.utf8) ? .utc : UTCOffset(utf8: zone.utf8)
  }

  private func spells(_ word: StaticString, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    utf8.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// The value as text; `nil` for a region that is none.
  private func text(_ function: Builtin, _ a: Slot) -> ShortText? {
    var text = ShortText()
    switch function {
    case .textFromBool: text.append(a.isTrue ? "true" : "false")
    case .textFromTimestamp: text = a.time.text
    case .textFromDuration: text = a.span.text
    case .textFromDate: text = a.date.text
    case .textFromRegion:
      guard let region = Region(raw: UInt64(bitPattern: a.bits)) else { return nil }
      text = region.text
    default: text.append(a.bits)
    }
    return text
  }

  /// `nil` where the value cannot be read as the other type.
  private mutating func converted(_ function: Builtin, _ a: Slot) -> Slot? {
    switch function {
    case .timestampFromInt: return Timestamp(seconds: a.bits).map { Slot($0) }
    case .intFromTimestamp: return Slot(a.bits)
    case .regionFromInt:
      guard let number = UInt64(exactly: a.bits), let region = Region(number: number) else { return nil }
      return Slot(Int64(region.raw))
    default: break
    }
    steps += Cost.text(a.size) - 1
    let utf8 = a.utf8
    switch function {
    case .timestampFromText: return Timestamp(utf8: utf8).map { Slot($0) }
    case .durationFromText: return TimeSpan(utf8: utf8).map { Slot($0.nanoseconds) }
    case .dateFromText: return CivilDate(utf8: utf8).map { Slot(Int64($0.days)) }
    case .intFromText: return integer(utf8).map { Slot($0) }
    case .boolFromText: return flag(utf8).map { Slot($0) }
    case .regionFromText: return Region(utf8: utf8).map { Slot(Int64($0.raw)) }
    default: return nil
    }
  }

  /// A sign and decimal digits, in the 64-bit range.
  private func integer(_ utf8: UnsafeBufferPointer<UInt8>) -> Int64? {
    let negative = utf8.first == UInt8(ascii: "-")
    let digits = negative || utf8.first == UInt8(ascii: "+") ? utf8.dropFirst() : utf8[...]
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0  // kept negative, so that the lowest number parses
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (product, tooLow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
      guard !tooLow, !carried else { return nil }
      value = sum
    }
    if negative { return value }
    return value == .min ? nil : -value
  }

  /// The spellings of CEL.
  private func flag(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool? {
    if spells("true", utf8) || spells("True", utf8) || spells("TRUE", utf8) || spells("t", utf8) || spells("1", utf8) {
      return true
    }
    let isFalse =
      spells("false", utf8) || spells("False", utf8) || spells("FALSE", utf8) || spells("f", utf8) || spells("0", utf8)
    return isFalse ? false : nil
  }
}

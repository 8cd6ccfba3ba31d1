/// The machine: a loop over instructions on the frame's slots.
extension Frame {
  /// Evaluates a rule that is a test.
  ///
  /// - Parameter rule: its position among the frame's rules.
  public mutating func evaluate(_ rule: Int) -> Outcome {
    arenaUsed = 0
    let code = self.code
    let slots = self.slots
    let columns = self.columns
    let layouts = self.layouts
    var position = Int(entries[rule])
    var pendingMask: UInt64 = 0
    var steps: Int64 = 0

    @inline(__always)
    func element(_ i: UnsafePointer<Instruction>, _ layout: ElementLayout) -> Int64 {
      let record = slots[Int(i.pointee.a)]
      return layout.load(
        columns[Int(record.count) &+ Int(i.pointee.b)], row: Int(truncatingIfNeeded: record.bits))
    }
    /// The column an instruction reads, to say what is missing.
    @inline(__always)
    func column(_ i: UnsafePointer<Instruction>) -> UInt16 {
      UInt16(truncatingIfNeeded: slots[Int(i.pointee.a)].count) &+ i.pointee.b
    }
    @inline(__always)
    func inRange(_ i: UnsafePointer<Instruction>, _ value: Int64) -> Bool {
      UInt64(bitPattern: value &- i.pointee.x) <= i.pointee.y
    }
    @inline(__always)
    func inSet(_ i: UnsafePointer<Instruction>, _ value: Int64) -> Bool {
      let bit = UInt64(bitPattern: value &- i.pointee.x)
      return (i.pointee.y &>> bit) & (bit < 64 ? 1 : 0) != 0
    }

    while true {
      let i = code + position
      steps &+= Int64(i.pointee.cost)
      var fault = Fault.missing
      var detail: UInt16 = 0
      var origin = position
      var answer = false

      run: do {
        // Most steps are this one; asking first spares them the jump through the table below.
        if i.pointee.operation == .testField {
          let layout = layouts[Int(i.pointee.flag)]
          let value = element(i, layout)
          if value == layout.absent {
            detail = column(i)
            break run
          }
          answer = i.pointee.c == 0 ? inRange(i, value) : inSet(i, value)
          position = answer == i.pointee.sense ? Int(i.pointee.target) : position &+ 1
          if position < Frame.firstVerdict { continue }
          return verdict(position, steps)
        }
        switch i.pointee.operation {
        case .jump:
          position = Int(i.pointee.target)
          if position < Frame.firstVerdict { continue }
          return verdict(position, steps)
        case .returnTrue:
          self.steps = steps
          return .yes
        case .returnFalse:
          self.steps = steps
          return .no
        case .returnValue:
          self.steps = steps
          result = slots[Int(i.pointee.a)]
          return .yes
        case .raisePending:
          let bit: UInt64 = 1 &<< UInt64(i.pointee.a)
          if pendingMask & bit == 0 {
            position &+= 1
            continue
          }
          pendingMask &= ~bit
          let error = pending[Int(i.pointee.a)]
          (fault, detail, origin) = (error.fault, error.detail, Int(error.position))
          break run
        case .clearPending:
          pendingMask &= ~(1 &<< UInt64(i.pointee.a))
          position &+= 1
          continue

        case .loadField:
          let layout = layouts[Int(i.pointee.flag)]
          let value = element(i, layout)
          if value == layout.absent {
            detail = column(i)
            break run
          }
          slots[Int(i.pointee.c)] = Slot(value)
          position &+= 1
          continue
        case .testPresent:
          let layout = layouts[Int(i.pointee.flag)]
          answer = element(i, layout) != layout.absent
        case .testRange:
          answer = inRange(i, slots[Int(i.pointee.a)].bits)
        case .testSet:
          answer = inSet(i, slots[Int(i.pointee.a)].bits)
        case .testAge:
          let day = slots[Int(i.pointee.b)].bits
          let memory = ages + Int(i.pointee.c)
          if memory.pointee.day != day { memory.pointee = Frame.birthdays(day, i.pointee.x, i.pointee.y) }
          let born = slots[Int(i.pointee.a)].bits
          answer = born >= Int64(memory.pointee.earliest) && born <= Int64(memory.pointee.latest)
        case .testSeries:
          let known = series[Int(i.pointee.a)]
          if known > SeriesAnswer.yes.rawValue { (fault, detail) = (.undecided, i.pointee.a); break run }
          answer = known == SeriesAnswer.yes.rawValue

        case .rowsBegin:
          let rows = slots[Int(i.pointee.a)]
          if rows.count == Slot.absent { detail = listColumn(i.pointee.y); break run }
          slots[Int(i.pointee.c)] = Slot(rows.bits, UInt32(truncatingIfNeeded: i.pointee.x))
          slots[Int(i.pointee.b)].bits = rows.bits &+ Int64(rows.count)
          steps &+= rows.count > 0 ? 1 : 0
          position = rows.count == 0 ? Int(i.pointee.target) : position &+ 1
          if position < Frame.firstVerdict { continue }
          return verdict(position, steps)
        case .rowsNext:
          let next = slots[Int(i.pointee.c)].bits &+ 1
          slots[Int(i.pointee.c)].bits = next
          let more = next < slots[Int(i.pointee.b)].bits
          position = more ? Int(i.pointee.target) : position &+ 1
          steps &+= more ? 1 : 0
          if steps > Int64(Profile.maxCost) { fault = .cost; break run }
          continue

        default:
          self.steps = steps
          let step = slowStep(i)
          steps = self.steps
          switch step {
          case .next:
            position &+= 1
            continue
          case .jump:
            position = Int(i.pointee.target)
            if position < Frame.firstVerdict { continue }
            return verdict(position, steps)
          case .answer(let value):
            answer = value
          case .fail(let reason, let about):
            (fault, detail) = (reason, about)
            break run
          }
        }
        position = answer == i.pointee.sense ? Int(i.pointee.target) : position &+ 1
        if position < Frame.firstVerdict { continue }
        return verdict(position, steps)
      }

      // Only errors get here.
      let handler = handlers[position]
      if handler.depth == Handler.none || fault == .cost {
        self.steps = steps
        errorPosition = origin
        return Frame.outcome(fault, detail)
      }
      let bit: UInt64 = 1 &<< UInt64(handler.depth)
      if pendingMask & bit == 0 {
        pendingMask |= bit
        pending[Int(handler.depth)] = PendingError(
          fault: fault, detail: detail, position: UInt32(truncatingIfNeeded: origin))
      }
      position = Int(handler.resume)
    }
  }

  /// Targets from here on end the rule at once: most rules end at their first test, and a jump to a `return` would cost
  /// them as much as the test.
  static let firstVerdict = Int(CodeBuilder.no)

  @inline(__always)
  private mutating func verdict(_ position: Int, _ steps: Int64) -> Outcome {
    self.steps = steps
    return position == Frame.firstVerdict ? .no : .yes
  }

  private static func outcome(_ fault: Fault, _ detail: UInt16) -> Outcome {
    switch fault {
    case .missing: .missing(column: detail)
    case .undecided: .undecided(series: detail)
    default: .error(fault)
    }
  }

  /// The column number that stands for a whole list of child rows.
  func listColumn(_ list: UInt64) -> UInt16 {
    let children = rules.environment.children[Int(list)]
    return UInt16(truncatingIfNeeded: rules.environment.inputs[children.input].firstColumn + children.field)
  }

  /// The birth days of those whose age on `day` lies in `low ... low + span`; an empty range when there are none.
  @inline(never)
  private static func birthdays(_ day: Int64, _ low: Int64, _ span: UInt64) -> AgeMemory {
    // Ages lie between -9,999 and 9,999, so bounds beyond say nothing more.
    let oldest = max(min(low &+ Int64(bitPattern: span), 10_000), -10_000)
    let youngest = max(min(low, 10_000), -10_000)
    let today = CivilDate(unchecked: Int32(truncatingIfNeeded: day))
    // An age of at least n means born on or before the day n years ago, and of at most n after the day n + 1 years ago.
    let latest = bornOnOrBefore(today, age: youngest)
    let earliest = bornOnOrBefore(today, age: oldest + 1) + 1
    return AgeMemory(day: day, earliest: earliest, latest: latest)
  }

  /// The latest day of birth of someone at least `age` on `today`, or a day before the calendar.
  private static func bornOnOrBefore(_ today: CivilDate, age: Int64) -> Int32 {
    let (year, month, day) = today.components
    let birthYear = Int64(year) - age
    guard birthYear >= 1 else { return CivilDate.earliest.days - 1 }
    guard birthYear <= 9999 else { return CivilDate.latest.days }
    let last = CivilDate.daysIn(month: month, year: Int(birthYear))
    // On 29 February, those born on 28 February of a common year have had their birthday.
    return CivilDate(year: Int(birthYear), month: month, day: min(day, last))?.days ?? CivilDate.earliest.days - 1
  }
}

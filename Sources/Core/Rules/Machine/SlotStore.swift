import Coding

/// Owns the memory of values that outlive an evaluation: constants of compiled rules and free-form variables.
final class SlotStore {
  private var allocations: [UnsafeMutableRawPointer] = []

  deinit {
    for allocation in allocations { allocation.deallocate() }
  }

  func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 16), alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: max(bytes, 16))
    allocations.append(memory)
    return memory
  }

  func slot(_ text: Text) -> Slot {
    let memory = allocate(bytes: text.utf8.count)
    text.utf8.withUnsafeBytes { if let base = $0.baseAddress { memory.copyMemory(from: base, byteCount: $0.count) } }
    return Slot(memory, count: text.utf8.count)
  }

  /// The slot of a value without records.
  func slot(_ value: Value) -> Slot {
    switch value {
    case .bool(let flag): return Slot(flag)
    case .int(let number), .rupiah(let number): return Slot(number)
    case .duration(let span): return Slot(span.nanoseconds)
    case .date(let date): return Slot(Int64(date.days))
    case .region(let region): return Slot(Int64(region.raw))
    case .timestamp(let time): return Slot(time)
    case .string(let text): return slot(text)
    case .list(let elements): return slots(elements.map(slot), count: elements.count)
    case .map(let entries): return slots(entries.flatMap { [slot($0.key), slot($0.value)] }, count: entries.count)
    case .record: preconditionFailure("records are bound as columns")
    }
  }

  private func slots(_ slots: [Slot], count: Int) -> Slot {
    let stride = MemoryLayout<Slot>.stride
    let memory = allocate(bytes: slots.count * stride)
    for (index, slot) in slots.enumerated() { memory.storeBytes(of: slot, toByteOffset: index * stride, as: Slot.self) }
    return Slot(memory, count: count)
  }
}

extension Value {
  /// The number that is the whole value in memory; `nil` for anything larger.
  var word: Int64? {
    switch self {
    case .bool(let flag): flag ? 1 : 0
    case .int(let number), .rupiah(let number): number
    case .duration(let span): span.nanoseconds
    case .date(let date): Int64(date.days)
    case .region(let region): Int64(region.raw)
    default: nil
    }
  }
}

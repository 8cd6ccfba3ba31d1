import Rules

/// Columns of `Facts` laid out as a ledger would, from values.
final class Columns {
  private(set) var bases: [Int: UnsafeMutableRawPointer] = [:]
  private(set) var firstMember: [Int] = []
  /// `nil` where the list is absent.
  private(set) var memberCount: [Int?] = []

  init(families: [Value], members: [Value]) {
    let environment = Facts.environment
    var children: [Value] = []
    for family in families {
      guard case .record(_, let values) = family else { continue }
      firstMember.append(children.count)
      guard case .list(let rows)? = values[6] else {
        memberCount.append(nil)
        continue
      }
      memberCount.append(rows.count)
      children += rows
    }
    lay(families, Facts.family, from: environment.inputs[0].firstColumn)
    lay(members, Facts.member, from: environment.inputs[1].firstColumn)
    lay(children, Facts.member, from: environment.children[0].firstColumn)
  }

  private func lay(_ records: [Value], _ type: RecordType, from first: Int) {
    for (index, field) in type.fields.enumerated() {
      guard let stride = field.type.column?.stride else { continue }
      let base = UnsafeMutableRawPointer.allocate(byteCount: max(records.count, 1) * stride, alignment: 16)
      bases[first + index] = base
      for (row, record) in records.enumerated() {
        guard case .record(_, let values) = record else { continue }
        precondition(field.type.encode(values[index], to: base + row * stride) == nil)
      }
    }
  }

  deinit {
    for base in bases.values { base.deallocate() }
  }
}

/// One place an item, each written by one lane.
final class Collected<Item: Sendable>: @unchecked Sendable {
  private let items: UnsafeMutableBufferPointer<Item?>

  init(count: Int) {
    items = .allocate(capacity: count)
    items.initialize(repeating: nil)
  }

  deinit {
    items.deinitialize()
    items.deallocate()
  }

  var count: Int { items.count }

  subscript(index: Int) -> Item {
    get { items[index]! }
    set { items[index] = newValue }
  }

  var all: [Item] { items.map { $0! } }
}

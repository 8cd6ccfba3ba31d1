import TestSupport

/// Makes inputs out of seeds: most of them nearly right, which is where parsers break.
struct Mutator {
  /// Texts to start from.
  let seeds: [[UInt8]]
  /// Words that mean something to the reader.
  let words: [[UInt8]]

  init(seeds: [String], words: [String]) {
    self.seeds = seeds.map { Array($0.utf8) }
    self.words = words.map { Array($0.utf8) }
  }

  /// The input that follows from a seed and its number, so that one can be made again without those before it.
  func input(_ number: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    var bytes = seeds.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...8, using: &random) { mutate(&bytes, &random) }
    return bytes
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...24, using: &random))
    switch Int.random(in: 0..<9, using: &random) {
    case 0: bytes.replaceSubrange(place..<end, with: [])
    case 1: bytes.insert(contentsOf: random.bytes(Int.random(in: 1...4, using: &random)), at: place)
    case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
    case 3, 4: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
    case 5: bytes.replaceSubrange(place..<end, with: words.randomElement(using: &random) ?? [])
    case 6: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 7:
      let times = Int.random(in: 1...(random.next() % 50 == 0 ? 20_000 : 40), using: &random)
      let part = bytes[place..<end]
      bytes.insert(contentsOf: repeatElement(part, count: times).joined(), at: place)
    default:
      let other = seeds.randomElement(using: &random) ?? []
      let cut = Int.random(in: 0...other.count, using: &random)
      bytes.replaceSubrange(place..., with: other[cut...])
    }
  }
}

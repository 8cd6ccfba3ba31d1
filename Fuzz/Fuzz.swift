import Foundation

/// Throws nearly right inputs at a reader until the time is over. See docs/FUZZING.md.
@main
struct Fuzz {
  private var target = "rules"
  private var seconds = 60.0
  private var seed = UInt64.random(in: 0...999_999)
  private var only: Int?
  private var examples = "Examples"

  /// No input of at most a megabyte may take longer.
  private static let slowest = Duration.seconds(2)

  static func main() throws {
    var fuzz = Fuzz()
    guard fuzz.read(Array(CommandLine.arguments.dropFirst())) else {
      print("usage: salur-fuzz [rules|programmes] [--seconds N] [--seed S] [--only INPUT] [--examples DIR]")
      exit(2)
    }
    Crash.report()
    print("fuzzing \(fuzz.target): seed \(fuzz.seed)")
    if fuzz.target == "rules" {
      fuzz.run(RuleTarget.mutator, RuleTarget.run)
    } else {
      let target = try ProgrammeTarget(examples: fuzz.examples)
      fuzz.run(target.mutator, target.run)
    }
  }

  private mutating func read(_ arguments: [String]) -> Bool {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "rules", "programmes": target = option
      case "--seconds": seconds = rest.popFirst().flatMap(Double.init) ?? -1
      case "--seed": seed = rest.popFirst().flatMap(UInt64.init) ?? seed
      case "--only": only = rest.popFirst().flatMap { Int($0) }
      case "--examples": examples = rest.popFirst() ?? examples
      default: return false
      }
    }
    return seconds >= 0
  }

  private func run(_ mutator: Mutator, _ target: ([UInt8]) -> Void) {
    let clock = ContinuousClock()
    if let only {
      let input = mutator.input(only, seed: seed)
      FileHandle.standardError.write(Data(input + [UInt8(ascii: "\n")]))
      return target(input)
    }
    let end = clock.now + .seconds(seconds)
    var slowest = Duration.zero
    var number = 0
    while clock.now < end {
      Crash.current = number
      let input = mutator.input(number, seed: seed)
      let elapsed = clock.measure { target(input) }
      slowest = max(slowest, elapsed)
      if elapsed > Self.slowest {
        print("input \(number) took \(elapsed); run again with --seed \(seed) --only \(number)")
        exit(1)
      }
      number += 1
    }
    print("\(number) inputs, none trapped, the slowest took \(slowest)")
  }
}

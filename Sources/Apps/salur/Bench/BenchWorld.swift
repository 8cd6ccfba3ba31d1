import Coding
import Engine
import Foundation
import Model
import Platform
import Rules

/// A network made for measuring: a generated registry, PKH active and funded, nothing decided yet.
struct BenchWorld {
  let world: DemoWorld
  let story: DemoStory
  let directory: String
  let loadSeconds: Double

  init(families: Int, seed: UInt64, examples: String?, directory: String, console: Console) throws {
    let keys = DemoKeys(seed: seed)
    let records = try DemoRecords(Examples(examples), keys: keys)
    let data = DataDirectory(directory)
    try data.initialise(records.genesis, logKey: records.logKey)
    let (replica, _) = try Replica.open(data)
    world = DemoWorld(replica: replica, keys: keys, console: console)
    story = try DemoStory(world: world, records: records, families: families, console: console)
    self.directory = directory
    let (_, seconds) = try timed { [story] in try story.registerFamilies() }
    loadSeconds = seconds
  }

  /// A fresh directory on the disk that holds the working directory, or the one named.
  static func directory(_ named: String?) throws -> String {
    let parent = named ?? FileManager.default.currentDirectoryPath
    guard Input.isDirectory(parent) else {
      throw Failure(
        "\(parent) bukan direktori; sebutkan yang sudah ada dengan --scratch",
        "\(parent) is no directory; name one that is there with --scratch")
    }
    let path = parent + "/.salur-bench-\(UUID().uuidString)"
    try Directory.create(path)
    return path
  }
}

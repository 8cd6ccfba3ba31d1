import Platform
import StorageSupport
import Testing

@Suite struct FileTests {
  let directory = TemporaryDirectory()
  var path: String { directory.path + "/file" }

  @Test func readsWhatWasWrittenWhereItWasWritten() throws {
    let file = try File(path, .create)
    try file.write([1, 2, 3], at: 0)
    try file.write([9], at: 5)
    try file.synchronise()
    #expect(try file.size == 6)
    #expect(try File(path, .read).read(6, at: 0) == [1, 2, 3, 0, 0, 9])
    #expect(try file.read(2, at: 4) == [0, 9])
    try file.resize(2)
    #expect(try File.contents(of: path) == [1, 2])
  }

  @Test func reservesSpaceWithoutCuttingTheFile() throws {
    let file = try File(path, .createOrUpdate)
    try file.write([7], at: 0)
    try file.preallocate(1 << 16)
    #expect(try file.size == 1 << 16)
    try file.preallocate(1 << 10)
    #expect(try file.size == 1 << 16)
    #expect(try file.read(2, at: 0) == [7, 0])
  }

  @Test func saysWhereAFileEndsTooEarly() throws {
    try File.replace(path, with: [1, 2, 3])
    let file = try File(path, .read)
    let error = #expect(throws: StorageError.self) { try file.read(4, at: 2) }
    #expect(error?.kind == .truncated)
    #expect(error?.description == "cannot read \(path): it ends at byte 3, but 6 bytes were expected")
  }

  @Test func saysWhatIsWrongAndWhatToDo() throws {
    let missing = #expect(throws: StorageError.self) { try File(path, .read) }
    #expect(missing?.kind == .notFound)
    #expect(missing?.description == "cannot open \(path): No such file or directory; check the path")
    _ = try File(path, .create)
    #expect(throws: StorageError.self) { try File(path, .create) }
    #expect(kind { _ = try File(path, .create) } == .alreadyExists)
    #expect(kind { _ = try File.contents(of: path, limit: -1) } == .other)
    #expect(kind { _ = try Directory.names(in: path) } == .notFound)
  }

  @Test func knowsAFullDisk() throws {
    let full = try File("/dev/full", .update)
    #expect(kind { try full.write([1], at: 0) } == .noSpace)
  }

  @Test func replacesAFileWhole() throws {
    try File.replace(path, with: [1, 2, 3])
    let old = try File(path, .read)
    try File.replace(path, with: [4])
    #expect(try File.contents(of: path) == [4])
    #expect(try old.read(3, at: 0) == [1, 2, 3], "who had the old file keeps it")
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test func replacesDespiteWhatACrashLeftBehind() throws {
    try File.replace(path + ".new", with: [9, 9, 9])
    try File.replace(path, with: [4])
    #expect(try File.contents(of: path) == [4])
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test func keepsTheOldFileWhenItCannotWriteTheNewOne() throws {
    try Directory.create(path)
    #expect(throws: StorageError.self) { try File.replace(path, with: [1]) }
    #expect(try Directory.names(in: directory.path) == ["file"])
  }

  @Test func createsDirectoriesAndListsThemInOrder() throws {
    let nested = directory.path + "/b/c/"
    try Directory.create(nested)
    try Directory.create(nested)
    #expect(Directory.exists(nested))
    for name in ["é", "z", "Z", "10", "9"] { try File.replace(nested + name, with: []) }
    #expect(try Directory.names(in: nested) == ["10", "9", "Z", "z", "é"])
    for name in try Directory.names(in: nested) { try Directory.remove(nested + name) }
    #expect(try Directory.names(in: nested).isEmpty)
    #expect(kind { try Directory.remove(nested + "z") } == .notFound)
  }

  private func kind(_ body: () throws -> Void) -> StorageError.Kind? {
    do { try body() } catch { return (error as? StorageError)?.kind }
    return nil
  }
}

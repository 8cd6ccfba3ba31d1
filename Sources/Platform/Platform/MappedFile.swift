import Glibc

/// A file's bytes to read where the kernel keeps them, without a copy; unmapped when the last reference goes.
public final class MappedFile: @unchecked Sendable {
  // Sendable: nobody writes the memory.
  public let bytes: UnsafeRawBufferPointer

  public init(_ path: String) throws(StorageError) {
    let file = try File(path, .read)
    let size = try file.size
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
    guard let memory, memory != MAP_FAILED else { throw StorageError(cannot: "map", path: path) }
    madvise(memory, size, MADV_SEQUENTIAL)
    bytes = UnsafeRawBufferPointer(start: memory, count: size)
  }

  deinit {
    if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }
}

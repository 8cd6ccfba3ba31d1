import Glibc

extension File {
  /// Gives the memory that holds what was written back to the system, which has made it durable. Reading it again
  /// reads the disk.
  ///
  /// Without this a log of gigabytes fills memory with pages nobody will look at, each one cleared and found anew.
  public func releaseCache() {
    // Only advice: that it cannot be taken does no harm.
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }
}

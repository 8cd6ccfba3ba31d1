import Glibc

/// How many files and connections this process may have open.
public enum OpenFiles {
  /// Asks for as many as the machine allows; many systems give few until a process asks. How many there are then.
  @discardableResult
  public static func raise() -> Int {
    var limit = rlimit()
    let kind = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
    guard getrlimit(kind, &limit) == 0 else { return 0 }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      _ = setrlimit(kind, &limit)
      guard getrlimit(kind, &limit) == 0 else { return 0 }
    }
    return Int(clamping: limit.rlim_cur)
  }
}

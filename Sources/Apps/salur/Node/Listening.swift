import Coding
import Glibc
import NIOCore
import NIOPosix

extension Failure {
  /// Why no calls can be taken at an address, in people's words; the error itself where it is another.
  static func listening(_ error: any Error, host: String, port: Int) -> any Error {
    let place = "\(host):\(port)"
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE:
      return Failure(
        Phrase(
          "\(place) sudah dipakai program lain; hentikan program itu atau pilih --port lain",
          "\(place) is in use by another program; stop it or choose another --port"))
    case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
      return Failure(
        Phrase(
          "mesin ini tidak punya alamat \(host); periksa --host", "this machine has no address \(host); check --host"))
    case let error as IOError where error.errnoCode == EACCES:
      return Failure(
        Phrase(
          "port \(port) tidak boleh dibuka tanpa hak istimewa; pilih --port lain",
          "port \(port) may not be opened without privileges; choose another --port"))
    case is SocketAddressError:
      return Failure(
        Phrase("'\(host)' bukan nama mesin yang dikenal; periksa --host", "'\(host)' is no known host; check --host"))
    default: return error
    }
  }
}

import Programmes

/// A remark on a programme and where in its file it belongs.
public struct PlacedRemark: Hashable, Sendable {
  public let remark: ProgrammeRemark
  public let file: String
  public let place: Diagnostic.Place
  /// The line it stands on, and a caret under the place.
  public let excerpt: String

  init(_ remark: ProgrammeRemark, at place: Diagnostic.Place, in source: SourceText) {
    self.remark = remark
    self.place = place
    file = source.file
    excerpt = source.excerpt(at: place, onLine: place.line)
  }
}

import Programmes

/// A remark on a programme, said where in its file it belongs.
public struct PlacedRemark: Hashable, Sendable {
  public let remark: ProgrammeRemark
  public let diagnostic: Diagnostic

  init(_ remark: ProgrammeRemark, at place: Diagnostic.Place, in source: SourceText) {
    self.remark = remark
    diagnostic = source.diagnostic(at: place, remark.message, remark.remedy)
  }
}

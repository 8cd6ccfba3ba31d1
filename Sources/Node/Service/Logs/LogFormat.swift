/// How log lines look.
public enum LogFormat: String, Sendable, CaseIterable {
  /// Text on a terminal, JSON anywhere else.
  case auto
  case text
  /// One object a line.
  case json
}

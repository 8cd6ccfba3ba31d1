/// The limits of `salur-cel/1`. They are part of the profile: changing one is a new profile.
public enum Profile {
  public static let name = "salur-cel/1"
  public static let maxCodePoints = 4_096
  public static let maxDepth = 32
  public static let maxNodes = 512
  public static let maxMacroNesting = 2
  /// The highest worst-case cost of a rule; see `Cost`.
  public static let maxCost = 10_000
}

package io.winnow.selection.digest;

/**
 * Versions of what makes a round's evidence beside measures and resamplers, which have versions of
 * their own: the round's procedure (cut, paging, memory, limits, diagnostics) and the form of its
 * digests. A round is opened by one and replayed by the same for as long as its code is kept.
 *
 * <p>1 digests the reasons in words; 2 digests codes and arguments.
 */
public final class EvidenceVersion {

  /** Of rounds that do not say one. */
  public static final int FIRST = 1;

  /** Of rounds that are opened now. */
  public static final int CURRENT = 2;

  private EvidenceVersion() {}

  /**
   * Returns the version.
   *
   * @throws UnsupportedVersionException if this software does not know it (any more)
   */
  public static int require(int version) {
    if (version < FIRST || version > CURRENT) {
      throw new UnsupportedVersionException(
          "evidence has version " + version + ", this software knows " + FIRST + " to " + CURRENT);
    }
    return version;
  }

  /** Returns the first line of a manifest's digest. */
  public static String manifestTitle(int version) {
    return require(version) == FIRST ? "winnow-manifest-2" : "winnow-manifest-3";
  }
}

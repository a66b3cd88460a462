package io.winnow.selection.diagnostics;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which images stand for a pool: the {@value #SIZE} eligible ones whose ids have the smallest
 * hashes. The same images whatever the partitions, and a uniform sample, since hashes know nothing
 * of the pictures.
 */
public final class PoolSample {

  /** Images in the sample of a pool that has as many. */
  public static final int SIZE = 512;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private PoolSample() {}

  /**
   * Returns the hash, a signed number: FNV-1a of the UTF-8 bytes, mixed by the finaliser of
   * SplitMix64, because FNV leaves ids that end alike close together.
   */
  public static long hash(String imageId) {
    long hash = FNV_OFFSET;
    for (byte one : imageId.getBytes(UTF_8)) {
      hash = (hash ^ (one & 0xFF)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}

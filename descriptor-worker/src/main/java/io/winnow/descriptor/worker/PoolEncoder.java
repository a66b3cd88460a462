package io.winnow.descriptor.worker;

/**
 * A pool whose images an encoder has to describe.
 *
 * @param encoderId 64 hex digits
 */
record PoolEncoder(String pool, String encoderId) implements Comparable<PoolEncoder> {

  private static final int SHORT_ID = 12;

  /**
   * Returns pool and the first digits of the encoder's id: what groups and threads are named by.
   */
  String shortName() {
    return pool + "." + encoderId.substring(0, SHORT_ID);
  }

  @Override
  public int compareTo(PoolEncoder other) {
    int byPool = pool.compareTo(other.pool);
    return byPool != 0 ? byPool : encoderId.compareTo(other.encoderId);
  }
}

package io.winnow.descriptor.worker;

/**
 * Whose images a describing loop cares for.
 *
 * @param pool the only pool, or null for all
 */
record LoopScope(String pool) {

  static final LoopScope ALL_POOLS = new LoopScope(null);

  boolean allPools() {
    return pool == null;
  }

  boolean covers(String imagePool) {
    return allPools() || pool.equals(imagePool);
  }
}

package io.winnow.cli.demo;

import io.winnow.cli.console.UsageException;

/**
 * What can be chosen about a demo.
 *
 * @param rounds how many rounds are run, at least 1
 * @param budget images selected per round, at least 1
 * @param seed decides seed set, first weights and random picks
 */
record DemoSettings(int rounds, int budget, long seed) {
  /** Name of the demo's pool. */
  static final String POOL = "fashion";

  /** Images that are labelled from the start. */
  static final int SEED_SET = 200;

  DemoSettings {
    requirePositive("--rounds", rounds);
    requirePositive("--budget", budget);
  }

  /**
   * Makes sure that the pool is never emptied.
   *
   * @param images seed set and pool
   */
  void requireRoom(int images) {
    long asked = (long) rounds * budget;
    int pool = images - SEED_SET;
    if (asked > pool) {
      throw new UsageException(
          "--rounds %d of --budget %d are %d images, the pool has %d"
              .formatted(rounds, budget, asked, pool));
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new UsageException("%s %d must be at least 1".formatted(option, value));
    }
  }
}

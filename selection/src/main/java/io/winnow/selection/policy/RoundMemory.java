package io.winnow.selection.policy;

import io.winnow.selection.constraint.Rules;

/**
 * Which earlier selections a round remembers.
 *
 * @param rounds how many rounds back, 0 for none
 * @param cosine from which a candidate counts as a repetition of one of them, -1..1
 */
public record RoundMemory(int rounds, double cosine) {

  /** Longest memory, so that the state of a pool stays bounded. */
  public static final int MAX_ROUNDS = 1_000;

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public RoundMemory {
    Rules.require(
        rounds >= 0 && rounds <= MAX_ROUNDS,
        "memoryRounds",
        rounds,
        "must be within 0.." + MAX_ROUNDS);
    Rules.require(cosine >= -1 && cosine <= 1, "memoryCosine", cosine, "must be within -1..1");
  }
}

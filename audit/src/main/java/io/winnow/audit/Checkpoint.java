package io.winnow.audit;

import java.util.List;

/**
 * How far a replay came whose state was saved.
 *
 * @param pool whose rounds were replayed
 * @param round the last one; it is still open at its partitions
 * @param digest of its manifest
 * @param selected the images that it selected when it was decided again
 * @param verdicts of the rounds up to it, signatures not looked at
 */
public record Checkpoint(
    String pool, long round, String digest, List<String> selected, List<RoundVerdict> verdicts) {

  public Checkpoint {
    selected = List.copyOf(selected);
    verdicts = List.copyOf(verdicts);
  }
}

package io.winnow.selection.round;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What goes wrong between the tasks.
 *
 * @param repeated share of the commands and reports after which an earlier one is produced again
 * @param lost share of those that expire before they are read
 * @param rewinds how many times each task reads all its topics from the start again
 */
record Faults(double repeated, double lost, int rewinds) {
  static final Faults NONE = new Faults(0, 0, 0);

  /** Appends a record, unless it is lost, and sometimes an earlier one after it. */
  <T> void produce(List<T> log, T record, SplittableRandom random) {
    if (random.nextDouble() >= lost()) {
      log.add(record);
    }
    if (!log.isEmpty() && random.nextDouble() < repeated()) {
      log.add(log.get(random.nextInt(log.size())));
    }
  }
}

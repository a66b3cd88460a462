package io.winnow.cli.demo.report;

import java.util.List;

/**
 * What {@code summary.json} holds.
 *
 * @param softwareVersion the Winnow that ran
 * @param pool name of the pool
 * @param policy how its rounds were run
 * @param encoderId encoder of the descriptors
 * @param model the classifier's name
 * @param seed decides seed set, first weights and random picks
 * @param trainImages pictures published: seed set and pool
 * @param testImages pictures that accuracy is measured on
 * @param seedSetSize labelled at the start
 * @param seedAccuracy accuracy with the seed set alone, 0..1
 * @param totalSeconds the whole run, in seconds
 * @param rounds in order
 */
public record DemoSummary(
    String softwareVersion,
    String pool,
    Policy policy,
    String encoderId,
    String model,
    long seed,
    int trainImages,
    int testImages,
    int seedSetSize,
    double seedAccuracy,
    double totalSeconds,
    List<RoundSummary> rounds) {

  /**
   * The part of the pool's policy that shapes the selection.
   *
   * @param measure of uncertainty
   * @param resampler that thins the shortlist
   * @param sr shortlist ratio T''/T'
   * @param budget images per round (T')
   */
  public record Policy(String measure, String resampler, double sr, int budget) {}
}

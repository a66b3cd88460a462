package io.winnow.cli.demo.report;

/**
 * One line of the demo's table and of {@code summary.json}.
 *
 * @param round number, from 1
 * @param poolSize unlabelled images that competed
 * @param shortlisted images whose descriptors were compared (T'')
 * @param selected images sent to the annotators (T')
 * @param labelled labelled images after the round, seed set included
 * @param meanUncertainty of the selection, by the policy's measure
 * @param nearestPairBefore largest cosine between two images of the plain top T'; null: undefined
 * @param nearestPairAfter the same of the selection
 * @param baselineCoverage share of the shortlist within {@code coverageDelta} of the plain top T',
 *     0..1
 * @param coverage the same of the selection
 * @param coverageDelta cosine from which an image counts as covered
 * @param similarityThreshold cosine from which the resampler took an image for a repetition; null:
 *     it has none
 * @param accuracy on the test images, trained with the labels up to this round, 0..1
 * @param randomAccuracy the same after as many random picks from the same seed set
 * @param secondsToQuerySet from the request to the last annotation record, in seconds
 * @param selectionDigest of the ordered selection, from the manifest
 */
public record RoundSummary(
    long round,
    long poolSize,
    int shortlisted,
    int selected,
    int labelled,
    double meanUncertainty,
    Double nearestPairBefore,
    Double nearestPairAfter,
    Double baselineCoverage,
    Double coverage,
    Double coverageDelta,
    Double similarityThreshold,
    double accuracy,
    double randomAccuracy,
    double secondsToQuerySet,
    String selectionDigest) {}

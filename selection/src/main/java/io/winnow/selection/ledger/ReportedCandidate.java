package io.winnow.selection.ledger;

/**
 * A candidate as a partition reported it when a round was opened: frozen, since newer scores may
 * replace the one the round goes by.
 *
 * @param imageId the image
 * @param uncertainty by the round's measure; larger is more uncertain
 * @param score the score it comes from
 */
public record ReportedCandidate(String imageId, double uncertainty, Score score) {}

package io.winnow.selection.round;

import io.winnow.selection.ledger.InputPosition;
import java.util.Map;

/**
 * What a partition's ranking report says beside the candidates, frozen when the round is opened: a
 * report that is asked for again says the same.
 *
 * @param positions how far each input topic has been processed
 * @param counts what the partition holds of the pool
 */
record RankSummary(Map<String, InputPosition> positions, PartitionCounts counts) {}

/**
 * Replays rounds of the past from their records and compares them with what was written then.
 *
 * <pre>
 * RecordSource ──► PartitionReplay ×P ──► PoolReplay ──► RoundComparison ──► Verdict
 *  (topics,          (the live ledger)     (the live         (manifest, decisions,
 *   a bundle)                               coordinator)      annotation requests, commands)
 * </pre>
 */
package io.winnow.audit;

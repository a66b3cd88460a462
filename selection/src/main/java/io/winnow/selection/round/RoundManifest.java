package io.winnow.selection.round;

import io.winnow.selection.digest.CanonicalDigest;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.LimitOutcome;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a round was, in full: enough to run it again and to prove the result.
 *
 * @param evidenceVersion of the round's procedure and digests, see {@link EvidenceVersion}
 * @param trigger what opened it
 * @param requestId of the request, or null
 * @param openedAt wall clock, milliseconds since the epoch
 * @param window event times that competed
 * @param budget T' of this round
 * @param modelVersions {@code model@version} of the reported candidates, ascending, distinct
 * @param inputs topic to partition to the last record folded in
 * @param counts over all partitions
 * @param shortlisted candidates that were looked at
 * @param repeated how many of them were dropped because they resemble an earlier selection
 * @param limits what limits did
 * @param diagnostics of the selection
 * @param shortlistDigest of ids and uncertainties in order
 * @param selectionDigest of the ordered selection
 * @param decisionDigest of all decisions
 * @param previousDigest digest of the pool's previous manifest, or null
 * @param softwareVersion Winnow that closed the round
 * @param abort why it ended without a query set; null if it was decided
 */
public record RoundManifest(
    int evidenceVersion,
    String pool,
    long round,
    Trigger trigger,
    String requestId,
    long openedAt,
    RoundWindow window,
    PoolPolicy policy,
    int budget,
    List<String> modelVersions,
    SortedMap<String, SortedMap<Integer, InputPosition>> inputs,
    PartitionCounts counts,
    int shortlisted,
    int repeated,
    int selected,
    List<LimitOutcome> limits,
    RoundDiagnostics diagnostics,
    String shortlistDigest,
    String selectionDigest,
    String decisionDigest,
    String previousDigest,
    String softwareVersion,
    RoundAbort abort) {

  public RoundManifest {
    modelVersions = List.copyOf(modelVersions);
    inputs = new TreeMap<>(inputs);
    limits = List.copyOf(limits);
  }

  /** Returns the digest of all components; absent ones read {@code null}. */
  public String digest() {
    CanonicalDigest digest = new CanonicalDigest(EvidenceVersion.manifestTitle(evidenceVersion));
    if (evidenceVersion > EvidenceVersion.FIRST) {
      digest.line("evidenceVersion", Integer.toString(evidenceVersion));
    }
    digest.line("pool", pool);
    digest.line("round", Long.toString(round));
    digest.line("trigger", trigger.name());
    digest.line("requestId", String.valueOf(requestId));
    digest.line("openedAt", Long.toString(openedAt));
    digest.line("windowStart", String.valueOf(window.start()));
    digest.line("windowEnd", String.valueOf(window.end()));
    digest.line("policy", policy.digest());
    digest.line("budget", Integer.toString(budget));
    modelVersions.forEach(version -> digest.line("model", version));
    inputs.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, position) ->
                    digest.line(
                        "input",
                        topic,
                        Integer.toString(partition),
                        Long.toString(position.offset()),
                        position.digest())));
    digest.line("eligible", Long.toString(counts.eligible()));
    digest.line("withoutDescriptor", Long.toString(counts.withoutDescriptor()));
    digest.line("withoutUncertainty", Long.toString(counts.withoutUncertainty()));
    digest.line("filteredOut", Long.toString(counts.filteredOut()));
    digest.line("incompleteCommittee", Long.toString(counts.incompleteCommittee()));
    digest.line("outsideWindow", Long.toString(counts.outsideWindow()));
    digest.line("late", Long.toString(counts.late()));
    digest.line("described", Long.toString(counts.progress().described()));
    digest.line("describedByNext", Long.toString(counts.progress().byNext()));
    digest.line("shortlisted", Integer.toString(shortlisted));
    digest.line("repeated", Integer.toString(repeated));
    digest.line("selected", Integer.toString(selected));
    for (LimitOutcome outcome : limits) {
      digest.line(
          "limit",
          outcome.limit().by(),
          CanonicalDigest.text(outcome.group()),
          outcome.effect().name(),
          Integer.toString(outcome.images()));
    }
    diagnostics.digestTo(digest);
    digest.line("shortlistDigest", shortlistDigest);
    digest.line("selectionDigest", selectionDigest);
    digest.line("decisionDigest", decisionDigest);
    digest.line("previousDigest", String.valueOf(previousDigest));
    digest.line("softwareVersion", softwareVersion);
    if (abort != null) {
      digest.line(
          "aborted",
          String.valueOf(abort.requestId()),
          CanonicalDigest.text(abort.reason()),
          String.valueOf(abort.requestedBy()));
    }
    return digest.finish();
  }
}

package io.winnow.streams.mapping;

import io.winnow.schemas.LimitEffect;
import io.winnow.schemas.RoundAborted;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.TriggerKind;
import io.winnow.selection.diagnostics.ClassBalance;
import io.winnow.selection.diagnostics.PoolComparison;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.digest.UnsupportedVersionException;
import io.winnow.selection.ledger.EncoderProgress;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.round.PartitionCounts;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.RoundAbort;
import io.winnow.selection.round.RoundDiagnostics;
import io.winnow.selection.round.RoundManifest;
import io.winnow.selection.round.RoundWindow;
import io.winnow.selection.round.Trigger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Manifests between Avro and the selection's own type. */
public final class ManifestMapping {

  private ManifestMapping() {}

  public static RoundClosed toAvro(RoundManifest manifest) {
    RoundDiagnostics diagnostics = manifest.diagnostics();
    return RoundClosed.newBuilder()
        .setPool(manifest.pool())
        .setRound(manifest.round())
        .setEvidenceVersion(manifest.evidenceVersion())
        .setTrigger(TriggerKind.valueOf(manifest.trigger().name()))
        .setRequestId(manifest.requestId())
        .setOpenedAt(Instant.ofEpochMilli(manifest.openedAt()))
        .setWindowStart(CommandMapping.instant(manifest.window().start()))
        .setWindowEnd(CommandMapping.instant(manifest.window().end()))
        .setPolicy(PolicyMapping.toAvro(manifest.policy()))
        .setPolicyDigest(manifest.policy().digest())
        .setBudget(manifest.budget())
        .setEncoderId(manifest.policy().encoders().current().id())
        .setModelVersions(manifest.modelVersions())
        .setOffsets(inputs(manifest, InputPosition::offset))
        .setInputDigests(inputs(manifest, InputPosition::digest))
        .setEligible(manifest.counts().eligible())
        .setWithoutDescriptor(manifest.counts().withoutDescriptor())
        .setWithoutUncertainty(manifest.counts().withoutUncertainty())
        .setFilteredOut(manifest.counts().filteredOut())
        .setIncompleteCommittee(manifest.counts().incompleteCommittee())
        .setOutsideWindow(manifest.counts().outsideWindow())
        .setLate(manifest.counts().late())
        .setDescribed(manifest.counts().progress().described())
        .setDescribedByNext(manifest.counts().progress().byNext())
        .setShortlisted(manifest.shortlisted())
        .setRepeated(manifest.repeated())
        .setSelected(manifest.selected())
        .setLimits(manifest.limits().stream().map(ManifestMapping::limit).toList())
        .setMeanUncertainty(diagnostics.meanUncertainty())
        .setSimilarityThreshold(nullable(diagnostics.similarityThreshold()))
        .setCoverageDelta(diagnostics.coverageDelta())
        .setCoverageBefore(diagnostics.coverageBefore())
        .setCoverageAfter(diagnostics.coverageAfter())
        .setNearestPairBefore(nullable(diagnostics.nearestPairBefore()))
        .setNearestPairAfter(nullable(diagnostics.nearestPairAfter()))
        .setDivergenceBefore(nullable(diagnostics.divergenceBefore()))
        .setDivergenceAfter(nullable(diagnostics.divergenceAfter()))
        .setPoolSample(diagnostics.pool().sample())
        .setPoolCoverageBefore(nullable(diagnostics.pool().coverageBefore()))
        .setPoolCoverageAfter(nullable(diagnostics.pool().coverageAfter()))
        .setPoolDivergenceBefore(nullable(diagnostics.pool().divergenceBefore()))
        .setPoolDivergenceAfter(nullable(diagnostics.pool().divergenceAfter()))
        .setShortlistClasses(diagnostics.classesBefore().counts())
        .setSelectionClasses(diagnostics.classesAfter().counts())
        .setShortlistClassEntropy(nullable(diagnostics.classesBefore().entropy()))
        .setSelectionClassEntropy(nullable(diagnostics.classesAfter().entropy()))
        .setShortlistDigest(manifest.shortlistDigest())
        .setSelectionDigest(manifest.selectionDigest())
        .setDecisionDigest(manifest.decisionDigest())
        .setPreviousDigest(manifest.previousDigest())
        .setSoftwareVersion(manifest.softwareVersion())
        .setAborted(abort(manifest.abort()))
        .setDigest(manifest.digest())
        .build();
  }

  private static io.winnow.schemas.LimitOutcome limit(LimitOutcome outcome) {
    return new io.winnow.schemas.LimitOutcome(
        PolicyMapping.toAvro(outcome.limit()),
        outcome.group(),
        LimitEffect.valueOf(outcome.effect().name()),
        outcome.images());
  }

  private static <T> Map<String, Map<String, T>> inputs(
      RoundManifest manifest, Function<InputPosition, T> component) {
    Map<String, Map<String, T>> topics = new HashMap<>();
    manifest
        .inputs()
        .forEach(
            (topic, positions) -> {
              Map<String, T> partitions = new HashMap<>();
              positions.forEach(
                  (partition, position) ->
                      partitions.put(Integer.toString(partition), component.apply(position)));
              topics.put(topic, partitions);
            });
    return topics;
  }

  private static Double nullable(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /**
   * Returns what a manifest says. Written again it is the same, but for what follows from the rest:
   * digests, entropies and the signature.
   *
   * @throws IllegalArgumentException if it contradicts itself, in one line that says where
   */
  public static RoundManifest fromAvro(RoundClosed closed) {
    return new RoundManifest(
        EvidenceVersion.require(closed.getEvidenceVersion()),
        closed.getPool(),
        closed.getRound(),
        Trigger.valueOf(closed.getTrigger().name()),
        closed.getRequestId(),
        closed.getOpenedAt().toEpochMilli(),
        new RoundWindow(
            CommandMapping.millis(closed.getWindowStart()),
            CommandMapping.millis(closed.getWindowEnd())),
        PolicyMapping.fromAvro(closed.getPolicy()),
        closed.getBudget(),
        closed.getModelVersions(),
        inputs(closed),
        counts(closed),
        closed.getShortlisted(),
        closed.getRepeated(),
        closed.getSelected(),
        closed.getLimits().stream().map(ManifestMapping::limit).toList(),
        diagnostics(closed),
        closed.getShortlistDigest(),
        closed.getSelectionDigest(),
        closed.getDecisionDigest(),
        closed.getPreviousDigest(),
        closed.getSoftwareVersion(),
        abort(closed.getAborted()));
  }

  /** Returns the command that opened the round, as far as the manifest of an aborted one says. */
  public static RoundOpened opened(RoundClosed closed) {
    RoundManifest manifest = fromAvro(closed);
    return new RoundOpened(
        manifest.pool(),
        manifest.round(),
        manifest.policy(),
        manifest.evidenceVersion(),
        manifest.budget(),
        QuerySettings.of(manifest.policy(), manifest.budget()).maxDepth(),
        manifest.window(),
        manifest.trigger(),
        manifest.requestId(),
        manifest.openedAt());
  }

  /**
   * Returns why a round was aborted; null if it was not.
   *
   * @throws IllegalArgumentException if no request could have said so
   */
  public static RoundAbort abort(RoundAborted aborted) {
    return aborted == null
        ? null
        : new RoundAbort(aborted.getRequestId(), aborted.getReason(), aborted.getRequestedBy());
  }

  private static RoundAborted abort(RoundAbort abort) {
    return abort == null
        ? null
        : new RoundAborted(abort.requestId(), abort.reason(), abort.requestedBy());
  }

  /**
   * @throws UnsupportedVersionException if the round was decided by versions of evidence, measure
   *     or resampler whose code this software does not have
   */
  public static void requireKnownVersions(RoundClosed closed) {
    EvidenceVersion.require(closed.getEvidenceVersion());
    PolicyMapping.requireKnownVersions(closed.getPolicy());
  }

  private static PartitionCounts counts(RoundClosed closed) {
    long becameEligible = 0; // not part of a manifest
    return new PartitionCounts(
        closed.getEligible(),
        closed.getWithoutDescriptor(),
        closed.getWithoutUncertainty(),
        closed.getFilteredOut(),
        closed.getIncompleteCommittee(),
        closed.getOutsideWindow(),
        closed.getLate(),
        becameEligible,
        new EncoderProgress(closed.getDescribed(), closed.getDescribedByNext()));
  }

  private static RoundDiagnostics diagnostics(RoundClosed closed) {
    return new RoundDiagnostics(
        closed.getMeanUncertainty(),
        optional(closed.getSimilarityThreshold()),
        closed.getCoverageDelta(),
        closed.getCoverageBefore(),
        closed.getCoverageAfter(),
        optional(closed.getNearestPairBefore()),
        optional(closed.getNearestPairAfter()),
        optional(closed.getDivergenceBefore()),
        optional(closed.getDivergenceAfter()),
        new PoolComparison(
            closed.getPoolSample(),
            optional(closed.getPoolCoverageBefore()),
            optional(closed.getPoolCoverageAfter()),
            optional(closed.getPoolDivergenceBefore()),
            optional(closed.getPoolDivergenceAfter())),
        new ClassBalance(new TreeMap<>(closed.getShortlistClasses())),
        new ClassBalance(new TreeMap<>(closed.getSelectionClasses())));
  }

  private static SortedMap<String, SortedMap<Integer, InputPosition>> inputs(RoundClosed closed) {
    SortedMap<String, SortedMap<Integer, InputPosition>> inputs = new TreeMap<>();
    closed
        .getOffsets()
        .forEach(
            (topic, offsets) -> {
              Map<String, String> digests = closed.getInputDigests().getOrDefault(topic, Map.of());
              SortedMap<Integer, InputPosition> positions = new TreeMap<>();
              offsets.forEach(
                  (partition, offset) ->
                      positions.put(
                          Integer.valueOf(partition),
                          new InputPosition(offset, String.valueOf(digests.get(partition)))));
              inputs.put(topic, positions);
            });
    return inputs;
  }

  private static LimitOutcome limit(io.winnow.schemas.LimitOutcome outcome) {
    return new LimitOutcome(
        PolicyMapping.fromAvro(outcome.getLimit()),
        outcome.getGroup(),
        LimitOutcome.Effect.valueOf(outcome.getEffect().name()),
        outcome.getImages());
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}

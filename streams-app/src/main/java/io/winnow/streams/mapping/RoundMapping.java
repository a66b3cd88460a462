package io.winnow.streams.mapping;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Decision;
import io.winnow.schemas.LimitEffect;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.TriggerKind;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.ClosedRound.QueriedImage;
import io.winnow.selection.round.RoundDiagnostics;
import io.winnow.selection.round.RoundManifest;
import io.winnow.selection.round.RoundRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Requests for rounds and their results between Avro and the selection's own types. */
public final class RoundMapping {

  private RoundMapping() {}

  /**
   * @throws IllegalArgumentException if the request is not valid, in one line that says why
   */
  public static RoundRequest request(RoundRequested requested) {
    return new RoundRequest(requested.getRequestId(), requested.getBudget());
  }

  public static AnnotationRequested annotation(RoundManifest manifest, QueriedImage queried) {
    List<Score> scores = queried.image().candidate().scores();
    Score score = scores.get(scores.size() - 1);
    return AnnotationRequested.newBuilder()
        .setPool(manifest.pool())
        .setRound(manifest.round())
        .setRank(queried.rank())
        .setBudget(manifest.budget())
        .setUncertainty(queried.image().candidate().uncertainty())
        .setMeasure(manifest.policy().scoring().measure().label())
        .setReason(queried.reason())
        .setImage(ImageMapping.image(queried.image().descriptor().image()))
        .setAttributes(queried.image().descriptor().attributes())
        .setModel(score.model())
        .setModelVersion(score.modelVersion())
        .setPrediction(PredictionMapping.toAvro(queried.image().candidate().prediction()))
        .setCommittee(CommitteeMapping.toAvro(scores))
        .setEncoderId(manifest.policy().encoders().current().id())
        .build();
  }

  public static CandidateDecided decision(RoundManifest manifest, CandidateDecision decision) {
    return CandidateDecided.newBuilder()
        .setPool(manifest.pool())
        .setRound(manifest.round())
        .setImageId(decision.imageId())
        .setRank(decision.rank())
        .setUncertainty(decision.uncertainty())
        .setDecision(decision.selected() ? Decision.SELECTED : Decision.DROPPED)
        .setReason(decision.reason())
        .setSimilarTo(decision.similarTo())
        .setCosine(decision.cosine())
        .build();
  }

  public static RoundClosed manifest(RoundManifest manifest) {
    RoundDiagnostics diagnostics = manifest.diagnostics();
    return RoundClosed.newBuilder()
        .setPool(manifest.pool())
        .setRound(manifest.round())
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
        .setLimits(manifest.limits().stream().map(RoundMapping::limit).toList())
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
}

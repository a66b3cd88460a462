package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.query.NaiveLimits;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.query.QuerySettings;
import io.winnow.selection.query.RememberedImage;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.similarity.Cosine;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a round must select, computed from the logs up to a manifest's offset vector without ledger,
 * index or protocol.
 */
final class NaiveRound {

  private NaiveRound() {}

  /**
   * @param earlier the pool's rounds before this one, in order
   */
  static List<String> selection(
      ProtocolSimulation simulation, RoundManifest manifest, List<ClosedRound> earlier) {
    String pool = manifest.pool();
    Map<String, LinkedHashMap<String, Score>> scores = new HashMap<>();
    Map<String, Descriptor> descriptors = new HashMap<>();
    Set<String> gone = new HashSet<>();
    earlier.forEach(round -> round.query().forEach(q -> gone.add(q.image().candidate().imageId())));
    for (int partition = 0; partition < simulation.partitions(); partition++) {
      for (PoolEvent event : folded(simulation, manifest, "scores", partition)) {
        if (event.pool().equals(pool)) {
          Score score = ((PoolEvent.Scored) event).score();
          Map<String, Score> members =
              scores.computeIfAbsent(event.imageId(), image -> new LinkedHashMap<>());
          members.remove(String.valueOf(score.member()));
          members.put(String.valueOf(score.member()), score);
        }
      }
      for (PoolEvent event : folded(simulation, manifest, "descriptors", partition)) {
        PoolEvent.Described described = (PoolEvent.Described) event;
        if (event.pool().equals(pool)
            && described.descriptor().encoder().equals(manifest.policy().encoders().current())) {
          descriptors.putIfAbsent(event.imageId(), described.descriptor());
        }
      }
      for (PoolEvent event : folded(simulation, manifest, "labels", partition)) {
        if (event.pool().equals(pool)) {
          gone.add(event.imageId());
        }
      }
    }
    List<ShortlistedCandidate> eligible = new ArrayList<>();
    long filteredOut = 0;
    for (String imageId : scores.keySet()) {
      OptionalDouble uncertainty =
          NaiveScoring.uncertainty(
              manifest.policy().scoring(), List.copyOf(scores.get(imageId).values()));
      if (gone.contains(imageId) || !descriptors.containsKey(imageId) || uncertainty.isEmpty()) {
        continue;
      }
      Descriptor descriptor = descriptors.get(imageId);
      if (meetsAll(manifest.policy().constraints().filters(), descriptor.attributes())) {
        eligible.add(
            new ShortlistedCandidate(imageId, uncertainty.getAsDouble(), descriptor.vector()));
      } else {
        filteredOut++;
      }
    }
    assertThat(manifest.counts().eligible()).isEqualTo(eligible.size());
    assertThat(manifest.counts().filteredOut()).isEqualTo(filteredOut);
    eligible.sort(
        Comparator.comparingDouble(ShortlistedCandidate::uncertainty)
            .reversed()
            .thenComparing(ShortlistedCandidate::imageId));
    List<RememberedImage> remembered = NaiveMemory.of(manifest, earlier);
    return manifest.policy().constraints().limits().isEmpty()
        ? withoutLimits(manifest, eligible, remembered)
        : withLimits(manifest, eligible, remembered, scores, descriptors);
  }

  /** One look at all that may be looked at; adaptive-nms stops by itself. */
  private static List<String> withoutLimits(
      RoundManifest manifest,
      List<ShortlistedCandidate> eligible,
      List<RememberedImage> remembered) {
    ResamplingPolicy resampling = manifest.policy().resampling();
    double first = Math.ceil(resampling.sr() * manifest.budget());
    double last = Math.ceil(Math.max(resampling.sr(), resampling.maxSr()) * manifest.budget());
    List<ShortlistedCandidate> fresh = new ArrayList<>();
    boolean adaptive = resampling.resampler().equals("adaptive-nms");
    boolean remembering = manifest.policy().memory().rounds() > 0;
    int deepest = (int) (remembering || adaptive ? last : first);
    for (ShortlistedCandidate candidate : eligible.subList(0, Math.min(deepest, eligible.size()))) {
      if (remembered.stream()
          .noneMatch(
              image ->
                  Cosine.dot(image.vector(), candidate.vector())
                      >= manifest.policy().memory().cosine())) {
        fresh.add(candidate);
      }
    }
    int size = adaptive ? fresh.size() : (int) Math.min(first, fresh.size());
    return Resamplers.named(resampling.resampler(), resampling.settings())
        .resample(new Shortlist(fresh.subList(0, size)), manifest.budget())
        .selected()
        .stream()
        .map(CandidateDecision::imageId)
        .toList();
  }

  private static List<String> withLimits(
      RoundManifest manifest,
      List<ShortlistedCandidate> eligible,
      List<RememberedImage> remembered,
      Map<String, LinkedHashMap<String, Score>> scores,
      Map<String, Descriptor> descriptors) {
    List<QueryCandidate> ranking =
        eligible.stream()
            .map(
                candidate ->
                    QueryCandidate.of(
                        candidate,
                        prediction(manifest, scores.get(candidate.imageId())),
                        null,
                        descriptors.get(candidate.imageId()).attributes()))
            .toList();
    return NaiveLimits.selection(
        QuerySettings.of(manifest.policy(), manifest.budget()), ranking, remembered);
  }

  private static boolean meetsAll(List<AttributeFilter> filters, Map<String, String> attributes) {
    for (AttributeFilter filter : filters) {
      String value = attributes.get(filter.attribute());
      if (value == null
          || (!filter.anyOf().isEmpty() && !filter.anyOf().contains(value))
          || (filter.min() != null && Double.parseDouble(value) < filter.min())
          || (filter.max() != null && Double.parseDouble(value) > filter.max())) {
        return false;
      }
    }
    return true;
  }

  private static List<PoolEvent> folded(
      ProtocolSimulation simulation, RoundManifest manifest, String topic, int partition) {
    SortedMap<Integer, InputPosition> inputs = manifest.inputs().get(topic);
    InputPosition last = inputs == null ? null : inputs.get(partition);
    return last == null
        ? List.of()
        : simulation.log(partition, topic).subList(0, Math.toIntExact(last.offset() + 1));
  }

  private static Prediction prediction(RoundManifest manifest, Map<String, Score> members) {
    Scoring scoring = manifest.policy().scoring();
    return Scoring.consensus(scoring.counted(List.copyOf(members.values())));
  }
}

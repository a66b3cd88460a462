package io.winnow.selection.round;

import io.winnow.selection.ledger.Score;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.uncertainty.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a round must select, computed from the logs up to a manifest's offset vector without ledger,
 * index or protocol.
 */
final class NaiveRound {

  private NaiveRound() {}

  static List<String> selection(
      ProtocolSimulation simulation, RoundManifest manifest, Set<String> selectedBefore) {
    String pool = manifest.pool();
    Map<String, Score> scores = new HashMap<>();
    Map<String, float[]> vectors = new HashMap<>();
    Set<String> gone = new HashSet<>(selectedBefore);
    for (int partition = 0; partition < simulation.partitions(); partition++) {
      for (PoolEvent event : folded(simulation, manifest, "scores", partition)) {
        if (event.pool().equals(pool)) {
          scores.put(event.imageId(), ((PoolEvent.Scored) event).score());
        }
      }
      for (PoolEvent event : folded(simulation, manifest, "descriptors", partition)) {
        PoolEvent.Described described = (PoolEvent.Described) event;
        if (event.pool().equals(pool)
            && described.descriptor().encoder().equals(manifest.policy().encoders().current())) {
          vectors.putIfAbsent(event.imageId(), described.descriptor().vector());
        }
      }
      for (PoolEvent event : folded(simulation, manifest, "labels", partition)) {
        if (event.pool().equals(pool)) {
          gone.add(event.imageId());
        }
      }
    }
    Measure measure = manifest.policy().scoring().measure();
    List<ShortlistedCandidate> eligible = new ArrayList<>();
    scores.forEach(
        (imageId, score) -> {
          if (vectors.containsKey(imageId)
              && !gone.contains(imageId)
              && measure.of(score.prediction()).isPresent()) {
            eligible.add(
                new ShortlistedCandidate(
                    imageId, measure.of(score.prediction()).getAsDouble(), vectors.get(imageId)));
          }
        });
    eligible.sort(
        Comparator.comparingDouble(ShortlistedCandidate::uncertainty)
            .reversed()
            .thenComparing(ShortlistedCandidate::imageId));
    int depth =
        Math.min(
            eligible.size(),
            (int) Math.ceil(manifest.policy().resampling().sr() * manifest.budget()));
    return Resamplers.named(
            manifest.policy().resampling().resampler(), manifest.policy().resampling().settings())
        .resample(new Shortlist(eligible.subList(0, depth)), manifest.budget())
        .selected()
        .stream()
        .map(CandidateDecision::imageId)
        .toList();
  }

  private static List<PoolEvent> folded(
      ProtocolSimulation simulation, RoundManifest manifest, String topic, int partition) {
    SortedMap<Integer, Long> offsets = manifest.offsets().get(topic);
    Long last = offsets == null ? null : offsets.get(partition);
    return last == null
        ? List.of()
        : simulation.log(partition, topic).subList(0, Math.toIntExact(last + 1));
  }
}

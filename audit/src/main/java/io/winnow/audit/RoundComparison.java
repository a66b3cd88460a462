package io.winnow.audit;

import io.winnow.audit.RoundRecords.Requested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.RoundClosed;
import io.winnow.selection.round.ClosedRound;
import io.winnow.selection.round.ClosedRound.QueriedImage;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.mapping.RoundMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Compares what was written of a round with what should be; gathers what differs, in words. */
final class RoundComparison {

  /**
   * Not compared as a whole: inputs are compared one by one, signatures are made with a key that an
   * audit does not have.
   */
  private static final Set<String> APART =
      Set.of("offsets", "inputDigests", "signature", "signingKey");

  private final List<String> findings = new ArrayList<>();

  /** Returns the first difference of every kind from the round decided again. */
  static List<String> findings(RoundRecords written, ClosedRound again) {
    RoundComparison comparison = new RoundComparison();
    RoundClosed expected = ManifestMapping.toAvro(again.manifest());
    comparison.inputs(written.manifest(), expected);
    comparison.decisions(
        written.decisions(),
        again.decisions().stream()
            .map(decision -> RoundMapping.decision(again.manifest(), decision))
            .toList());
    comparison.requests(
        written.requests(),
        again.query().stream()
            .map(
                queried ->
                    new Requested(
                        imageId(queried), RoundMapping.annotation(again.manifest(), queried)))
            .toList());
    comparison.manifest(written.manifest(), expected);
    return comparison.findings();
  }

  /** Returns what differs, the first difference of every kind; empty if nothing does. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /**
   * Returns how what the partitions were told of a round differs from its outcome.
   *
   * @param selected by the round decided again
   */
  static List<String> settlement(List<RoundSettled> told, List<String> selected) {
    Set<String> expected = new HashSet<>(selected);
    Set<String> found = new HashSet<>();
    told.forEach(settled -> found.addAll(settled.selected()));
    if (found.equals(expected)) {
      return List.of();
    }
    Set<String> more = new HashSet<>(found);
    more.removeAll(expected);
    expected.removeAll(found);
    return List.of(
        "the partitions were told of another selection: "
            + (more.isEmpty()
                ? "image " + expected.iterator().next() + " is missing"
                : "image " + more.iterator().next() + " was not selected"));
  }

  private void inputs(RoundClosed written, RoundClosed expected) {
    Map<String, Map<String, String>> digests = new TreeMap<>(expected.getInputDigests());
    written.getInputDigests().keySet().forEach(topic -> digests.putIfAbsent(topic, Map.of()));
    for (Map.Entry<String, Map<String, String>> topic : digests.entrySet()) {
      Map<String, String> noted = written.getInputDigests().getOrDefault(topic.getKey(), Map.of());
      Set<String> partitions = new HashSet<>(noted.keySet());
      partitions.addAll(topic.getValue().keySet());
      for (String partition : partitions.stream().sorted().toList()) {
        String found = topic.getValue().get(partition);
        if (!Objects.equals(noted.get(partition), found)) {
          Long offset = written.getOffsets().getOrDefault(topic.getKey(), Map.of()).get(partition);
          findings.add(
              "input "
                  + topic.getKey()
                  + "-"
                  + partition
                  + ": the records up to offset "
                  + offset
                  + " are not those that the round folded (digest "
                  + found
                  + ", the manifest says "
                  + noted.get(partition)
                  + ")");
          return;
        }
      }
    }
  }

  void decisions(List<CandidateDecided> written, List<CandidateDecided> expected) {
    for (int i = 0; i < Math.max(written.size(), expected.size()); i++) {
      CandidateDecided found = i < written.size() ? written.get(i) : null;
      CandidateDecided right = i < expected.size() ? expected.get(i) : null;
      if (found == null) {
        findings.add(
            "decision " + right.getRank() + ", image " + right.getImageId() + ", is missing");
        return;
      }
      if (right == null || !right.getImageId().equals(found.getImageId())) {
        findings.add(
            "decision "
                + found.getRank()
                + " is about image "
                + found.getImageId()
                + (right == null ? ", none is expected" : ", expected is " + right.getImageId()));
        return;
      }
      String field = firstDifference(found, right, Set.of());
      if (field != null) {
        findings.add(
            "decision " + found.getRank() + ", image " + found.getImageId() + ", " + field);
        return;
      }
    }
  }

  void requests(List<Requested> written, List<Requested> expected) {
    for (int i = 0; i < Math.max(written.size(), expected.size()); i++) {
      Requested found = i < written.size() ? written.get(i) : null;
      Requested right = i < expected.size() ? expected.get(i) : null;
      if (found == null) {
        findings.add("annotation request of image " + right.imageId() + " is missing");
        return;
      }
      if (right == null || !right.imageId().equals(found.imageId())) {
        findings.add(
            "annotation request "
                + found.request().getRank()
                + " is about image "
                + found.imageId()
                + (right == null ? ", none is expected" : ", expected is " + right.imageId()));
        return;
      }
      String field = firstDifference(found.request(), right.request(), Set.of());
      if (field != null) {
        findings.add("annotation request of image " + found.imageId() + ", " + field);
        return;
      }
    }
  }

  void manifest(RoundClosed written, RoundClosed expected) {
    String field = firstDifference(written, expected, APART);
    if (field != null) {
      findings.add("manifest, " + field);
    }
  }

  static String imageId(QueriedImage queried) {
    return queried.image().candidate().imageId();
  }

  /** Returns the first field that differs, in words, or null. */
  private static String firstDifference(
      SpecificRecord found, SpecificRecord expected, Set<String> except) {
    for (Schema.Field field : expected.getSchema().getFields()) {
      Object is = found.get(field.pos());
      Object should = expected.get(field.pos());
      if (!except.contains(field.name()) && !Objects.equals(is, should)) {
        if (is instanceof SpecificRecord left && should instanceof SpecificRecord right) {
          return field.name() + "." + firstDifference(left, right, Set.of());
        }
        return field.name() + " is " + is + ", expected " + should;
      }
    }
    return null;
  }
}

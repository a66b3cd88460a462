package io.winnow.cli.demo.report;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.descriptor.image.IdxImages;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Classification;
import io.winnow.schemas.Decision;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.TriggerKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A demo that never ran: records as the real one collects them, with real pictures. */
final class CannedDemo {
  static final int BUDGET = 10;
  static final int SHORTLIST = 12;
  static final String HOSTILE = "<script>alert('&\"')</script>";

  private static final String ENCODER = "0123456789abcdef".repeat(4);

  private final IdxImages images;

  CannedDemo(IdxImages images) {
    this.images = images;
  }

  Pictures pictures() {
    return imageId -> images.png(index(imageId));
  }

  PoolMap map() {
    Random random = new Random(3);
    TreeMap<String, float[]> descriptors = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      float[] descriptor = new float[8];
      for (int d = 0; d < descriptor.length; d++) {
        descriptor[d] = (float) (random.nextGaussian() / (1 + d));
      }
      descriptors.put(id(i), descriptor);
    }
    return PoolMap.of(descriptors);
  }

  DemoResult result(int rounds) {
    List<RoundOutcome> outcomes = new ArrayList<>();
    List<RoundSummary> summaries = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      RoundOutcome outcome = outcome(round);
      outcomes.add(outcome);
      summaries.add(outcome.summary());
    }
    DemoSummary summary =
        new DemoSummary(
            "0.1.0",
            HOSTILE,
            new DemoSummary.Policy("entropy", "budgeted-nms", 1.2, BUDGET),
            ENCODER,
            "mlp-128",
            42,
            6_000,
            2_000,
            200,
            0.7412,
            93.4,
            summaries);
    return new DemoResult(summary, outcomes);
  }

  private RoundOutcome outcome(int round) {
    List<Query> queries = new ArrayList<>();
    List<CandidateDecided> decisions = new ArrayList<>();
    for (int rank = 1; rank <= SHORTLIST; rank++) {
      int index = (round - 1) * SHORTLIST + rank;
      boolean kept = rank <= BUDGET;
      decisions.add(decision(round, rank, index, kept));
      if (kept) {
        queries.add(
            new Query(id(index), request(round, rank), FashionSample.CLASSES.get(rank - 1)));
      }
    }
    return new RoundOutcome(summary(round), manifest(round), queries, decisions);
  }

  private static RoundSummary summary(int round) {
    return new RoundSummary(
        round,
        6_000 - round,
        SHORTLIST,
        BUDGET,
        200 + BUDGET * round,
        2.1,
        0.987,
        round == 1 ? null : 0.912,
        0.8,
        0.9,
        0.85,
        0.93,
        0.75 + 0.01 * round,
        0.745 + 0.01 * round,
        0.31,
        "d".repeat(64));
  }

  private static AnnotationRequested request(int round, int rank) {
    return AnnotationRequested.newBuilder()
        .setPool(HOSTILE)
        .setRound(round)
        .setRank(rank)
        .setBudget(BUDGET)
        .setUncertainty(2.2 - 0.01 * rank)
        .setMeasure("entropy")
        .setReason(HOSTILE)
        .setImage(new ImageRef(null, "e".repeat(64), 28, 28))
        .setAttributes(Map.of())
        .setModel("mlp")
        .setModelVersion("0")
        .setPrediction(
            new Classification(
                FashionSample.CLASSES, new ArrayList<>(Collections.nCopies(10, 0.1))))
        .setEncoderId(ENCODER)
        .build();
  }

  private static CandidateDecided decision(int round, int rank, int index, boolean kept) {
    return CandidateDecided.newBuilder()
        .setPool(HOSTILE)
        .setRound(round)
        .setImageId(id(index))
        .setRank(rank)
        .setUncertainty(2.2 - 0.01 * rank)
        .setDecision(kept ? Decision.SELECTED : Decision.DROPPED)
        .setReason(kept ? "kept" : HOSTILE)
        .setSimilarTo(kept ? null : id(index - 5))
        .setCosine(kept ? null : 0.9 + 0.001 * rank)
        .build();
  }

  private static RoundClosed manifest(int round) {
    return RoundClosed.newBuilder()
        .setPool(HOSTILE)
        .setRound(round)
        .setTrigger(TriggerKind.REQUEST)
        .setOpenedAt(Instant.EPOCH)
        .setPolicy(
            PoolPolicy.newBuilder()
                .setBudget(BUDGET)
                .setEncoderId(ENCODER)
                .setDescriptorSize(8)
                .build())
        .setPolicyDigest("p")
        .setBudget(BUDGET)
        .setEncoderId(ENCODER)
        .setModelVersions(List.of("mlp@0"))
        .setOffsets(Map.of("winnow.scores", Map.of("0", 12L)))
        .setEligible(6_000L)
        .setWithoutDescriptor(0)
        .setWithoutUncertainty(0)
        .setOutsideWindow(0)
        .setLate(0)
        .setShortlisted(SHORTLIST)
        .setSelected(BUDGET)
        .setMeanUncertainty(2.1)
        .setShortlistDigest("s")
        .setSelectionDigest("d".repeat(64))
        .setPreviousDigest(round == 1 ? null : "m" + (round - 1))
        .setSoftwareVersion("0.1.0")
        .setDigest("m" + round)
        .build();
  }

  static String id(int index) {
    return "fashion-%05d".formatted(index);
  }

  private static int index(String imageId) {
    return Integer.parseInt(imageId.substring("fashion-".length()));
  }
}

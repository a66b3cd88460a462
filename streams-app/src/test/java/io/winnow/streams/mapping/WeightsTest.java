package io.winnow.streams.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.serde.TrustedRecords;
import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A weight is no less than the bytes of the Avro record, and no wild guess. */
class WeightsTest {

  @BeforeAll
  static void trust() {
    TrustedRecords.trust();
  }

  private static int bytes(SpecificRecord avro) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new SpecificDatumWriter<SpecificRecord>(avro.getSchema()).write(avro, encoder);
    encoder.flush();
    return out.size();
  }

  private static double[] uniform(int size) {
    double[] probabilities = new double[size];
    Arrays.fill(probabilities, 1.0 / size);
    return probabilities;
  }

  private static List<String> names(int size, String prefix) {
    return IntStream.range(0, size).mapToObj(i -> prefix + i).toList();
  }

  static Stream<Prediction> predictions() {
    DetectedBox whole = new DetectedBox(0.1, 0.2, 0.3, 0.4, uniform(91));
    DetectedBox scored = DetectedBox.scored(0.1, 0.2, 0.3, 0.4, 2, 0.5);
    List<DetectedBox> mixed = List.of(whole, scored, scored);
    return Stream.of(
        new Classification(names(2, "c"), uniform(2)),
        new Classification(names(1_000, "class"), uniform(1_000)),
        new Classification(names(100, "\u00fc\uD83D\uDC08"), uniform(100)),
        new Detections(names(91, "c"), Collections.nCopies(300, whole)),
        new Detections(names(91, "a class with a name "), Collections.nCopies(300, scored)),
        new Detections(names(3, "x".repeat(900)), Collections.nCopies(20_000, scored)),
        new Detections(names(91, "c"), mixed),
        new Detections(List.of("face"), List.of()),
        new Detections(
            List.of("x".repeat(500_000)),
            Collections.nCopies(10_000, DetectedBox.scored(0, 0, 1, 1, 0, 1))),
        new PrecomputedUncertainty("p".repeat(100), 0.5, true));
  }

  @ParameterizedTest
  @MethodSource("predictions")
  void shouldBoundAScore(Prediction prediction) throws IOException {
    Score score = new Score("net", "1".repeat(1_024), "m\u00fc", 1L << 40, prediction);

    int bytes = bytes(CommitteeMapping.toAvro(List.of(score, score)).get(0));

    assertThat((long) bytes).isLessThanOrEqualTo(SizeLimits.weight(score));
    assertThat(SizeLimits.weight(score)).isLessThan(3L * bytes);
  }

  @ParameterizedTest
  @MethodSource("predictions")
  void shouldBeThePredictionThatWasWritten(Prediction prediction) {
    assertThat(PredictionMapping.fromAvro(PredictionMapping.toAvro(prediction)))
        .isEqualTo(prediction);
  }

  static Stream<Arguments> constraints() {
    AttributeFilter values = new AttributeFilter("\u00fcber", names(500, "value"), null, null);
    AttributeFilter range = new AttributeFilter("x", List.of(), -1e300, 1e300);
    SelectionLimit every = new SelectionLimit("source", null, 1, Integer.MAX_VALUE);
    SelectionLimit named = new SelectionLimit("attribute:" + "a".repeat(99), "v\u00fc", 3, null);
    return Stream.of(
        Arguments.of(List.of(), List.of()),
        Arguments.of(List.of(values, range), List.of(every)),
        Arguments.of(Collections.nCopies(1_000, range), List.of()),
        Arguments.of(List.of(), Collections.nCopies(3_000, named)));
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void shouldBoundAPolicy(List<AttributeFilter> filters, List<SelectionLimit> limits)
      throws IOException {
    io.winnow.schemas.PoolPolicy.Builder policy =
        io.winnow.schemas.PoolPolicy.newBuilder()
            .setBudget(Integer.MAX_VALUE)
            .setCommitteeSize(64)
            .setEncoderId("ab".repeat(32))
            .setDescriptorSize(1 << 20)
            .setNextEncoderId("cd".repeat(32))
            .setNextDescriptorSize(1 << 20)
            .setSeed(Long.MIN_VALUE)
            .setGraceMs(Long.MAX_VALUE);
    PoolPolicy plain = PolicyMapping.fromAvro(policy.build());
    PoolPolicy constrained = plain.with(new Constraints(filters, limits, true));

    int bytes = bytes(PolicyMapping.toAvro(constrained));

    assertThat((long) bytes).isLessThanOrEqualTo(SizeLimits.weight(constrained));
    assertThat(SizeLimits.weight(constrained)).isLessThan(4L * bytes + 1_024);
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void shouldBoundWhatALimitDid(List<AttributeFilter> filters, List<SelectionLimit> limits)
      throws IOException {
    for (SelectionLimit limit : limits) {
      LimitOutcome outcome =
          new LimitOutcome(
              limit, "s3://bucket/\u00fc/", LimitOutcome.Effect.RELAXED, Integer.MAX_VALUE);

      int bytes =
          bytes(
              new io.winnow.schemas.LimitOutcome(
                  PolicyMapping.toAvro(limit),
                  outcome.group(),
                  io.winnow.schemas.LimitEffect.RELAXED,
                  outcome.images()));

      assertThat((long) bytes).isLessThanOrEqualTo(SizeLimits.weight(outcome));
      assertThat(SizeLimits.weight(outcome)).isLessThan(3L * bytes);
    }
  }
}

package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateCodecTest {

  static List<Prediction> predictions() {
    return List.of(
        new Classification(List.of("a", "b"), new double[] {0.25, 0.75}),
        new Detections(List.of("a", "b"), List.of()),
        new Detections(
            List.of("a", "b"),
            List.of(new DetectedBox(0.1, 0.2, 0.3, 0.4, new double[] {0.5, 0.5}))),
        new PrecomputedUncertainty("house", -3.5, false));
  }

  @ParameterizedTest
  @MethodSource("predictions")
  void shouldGiveACandidateBack(Prediction prediction) {
    Candidate candidate =
        new Candidate(
            List.of(
                new Score("net", "2", "left", 1_234, prediction),
                new Score("net", "2", null, 1_235, prediction)),
            List.of("e/4", "f/8"),
            99,
            false,
            0);

    assertThat(StateCodec.readCandidate(StateCodec.write(candidate))).isEqualTo(candidate);
  }

  @Test
  void shouldGiveAClosedCandidateBack() {
    Candidate candidate = new Candidate(List.of(), List.of(), 0, true, 12);

    assertThat(StateCodec.readCandidate(StateCodec.write(candidate))).isEqualTo(candidate);
  }

  @Test
  void shouldGiveADescriptorBack() {
    Descriptor descriptor =
        new Descriptor(
            "e",
            new float[] {0.6f, -0.8f},
            new ImageReference(null, "ab", 3, 2),
            Map.of("k", "ü"),
            5);

    assertThat(StateCodec.readDescriptor(StateCodec.write(descriptor)))
        .usingRecursiveComparison()
        .isEqualTo(descriptor);
  }

  @Test
  void shouldRefuseStateOfAnotherVersion() {
    byte[] future = StateCodec.write(Candidate.UNKNOWN);
    future[0] = 99;

    assertThatThrownBy(() -> StateCodec.readCandidate(future))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("state has format version 99, this software reads 2");
  }
}

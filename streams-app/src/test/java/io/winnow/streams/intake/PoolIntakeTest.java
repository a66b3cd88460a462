package io.winnow.streams.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.streams.intake.PoolIntake.Input.ImageInput;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolIntakeTest {

  private final TopicCatalog topics =
      new TopicCatalog(Map.of("schema.registry.url", "mock://pool-intake"));
  private final PoolIntake intake = new PoolIntake(topics, null);

  private PoolIntake.Input decode(Object prediction, int evidenceVersion) throws Exception {
    ModelScored scored =
        ModelScored.newBuilder()
            .setPool("p")
            .setModel("net")
            .setModelVersion("1")
            .setPrediction(prediction)
            .build();
    byte[] value =
        topics.scores().valueSerde().serializer().serialize(topics.scores().name(), scored);
    return intake.decode(
        topics.scores().name(), "i".getBytes(UTF_8), value, 1_700_000_000_000L, evidenceVersion);
  }

  private static DetectedBox box(double x, List<Double> probabilities, Double score) {
    return new DetectedBox(x, 0.1, 0.2, 0.2, probabilities, score, score == null ? null : "cat");
  }

  /** What only the present version takes. */
  static Stream<Object> corrected() {
    List<String> ten = IntStream.range(0, 10).mapToObj(i -> "c" + i).toList();
    List<String> two = List.of("cat", "dog");
    DetectedBox good = box(0.1, List.of(0.5, 0.5), null);
    return Stream.of(
        new Classification(ten, Collections.nCopies(10, 0.1002)),
        new Classification(two, List.of(1 + 1e-9, -1e-9)),
        new Detections(two, List.of(good, box(7, List.of(0.5, 0.5), null))),
        new Detections(two, List.of(good, box(0.1, List.of(), 0.5))),
        new Detections(List.of("cat"), List.of()));
  }

  @ParameterizedTest
  @MethodSource("corrected")
  void shouldRefuseForAFirstEvidenceWhatWasADeadLetterThen(Object prediction) throws Exception {
    assertThat(decode(prediction, EvidenceVersion.CURRENT)).isInstanceOf(ImageInput.class);
    assertThatThrownBy(() -> decode(prediction, EvidenceVersion.FIRST))
        .isInstanceOf(RejectedRecordException.class);
  }

  @Test
  void shouldTakeForAFirstEvidenceWhatWasTakenThen() throws Exception {
    Classification said = new Classification(List.of("cat", "dog"), List.of(0.5, 0.4995));

    assertThat(decode(said, EvidenceVersion.FIRST)).isInstanceOf(ImageInput.class);
  }
}

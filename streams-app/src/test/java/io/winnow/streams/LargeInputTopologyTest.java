package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.scored;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.topic.Topic;
import io.winnow.selection.limit.SizeLimits;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Input that is large one by one and in sum, through all topics that repeat it. */
class LargeInputTopologyTest {

  private final TopologyFixture winnow = new TopologyFixture();

  @AfterEach
  void close() {
    winnow.close();
  }

  static Stream<Arguments> reasonable() {
    return Stream.of(
        Arguments.of(50, classification(1_000)),
        Arguments.of(10, classification(21_843)),
        Arguments.of(5, detections(300, 91)));
  }

  private static List<String> classes(int size) {
    return IntStream.range(0, size).mapToObj(i -> "class" + i).toList();
  }

  private static Classification classification(int size) {
    return new Classification(classes(size), Collections.nCopies(size, 1.0 / size));
  }

  private static Detections detections(int boxes, int size) {
    DetectedBox box = new DetectedBox(0.1, 0.2, 0.3, 0.4, Collections.nCopies(size, 1.0 / size));
    return new Detections(classes(size), Collections.nCopies(boxes, box));
  }

  private void score(String imageId, int member, Object prediction) {
    winnow.publish(
        winnow.topics.scores(),
        imageId,
        scored(0.5, 0.5).setMember("m" + member).setPrediction(prediction).build());
  }

  private static int bytes(Topic<AnnotationRequested> topic, AnnotationRequested request) {
    return topic.valueSerde().serializer().serialize(topic.name(), request).length;
  }

  @ParameterizedTest
  @MethodSource("reasonable")
  void shouldHandOnWhatALargeCommitteeSaid(int members, Object prediction) {
    winnow.setPolicy(
        winnow.policy().setBudget(1).setMeasure("mean-entropy").setCommitteeSize(members));
    Map<String, String> attributes = Map.of("notes", "n".repeat(700_000));
    winnow.publish(
        winnow.topics.descriptors(),
        "i",
        TopologyFixture.described(1f, 0f).setAttributes(attributes).build());
    IntStream.range(0, members).forEach(i -> score("i", i, prediction));

    winnow.request("r1");

    assertThat(winnow.deadLetters()).isEmpty();
    AnnotationRequested request = winnow.read(winnow.topics.annotationRequests()).get(0);
    assertThat(request.getCommittee()).hasSize(members);
    assertThat(request.getAttributes()).isEqualTo(attributes);
    assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
  }

  @Test
  void shouldRefuseTheScoreThatIsTooMuchAndAskWithTheOthers() {
    winnow.setPolicy(
        winnow
            .policy()
            .setBudget(1)
            .setMeasure("mean-entropy")
            .setCommitteeSize(Integer.valueOf(64))
            .setCommitteeMinimum(1));
    winnow.describe("i");
    Classification prediction = classification(40_000);
    IntStream.range(0, 20).forEach(i -> score("i", i, prediction));

    winnow.request("r1");

    List<TestRecord<byte[], byte[]>> letters = winnow.deadLetters();
    assertThat(letters)
        .isNotEmpty()
        .allSatisfy(
            letter ->
                assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                    .contains("CANDIDATE_BYTES: "));
    AnnotationRequested request = winnow.read(winnow.topics.annotationRequests()).get(0);
    assertThat(request.getCommittee()).hasSize(20 - letters.size());
    assertThat(bytes(winnow.topics.annotationRequests(), request))
        .isLessThan(SizeLimits.RECORD_BYTES);
  }

  @Test
  void shouldWriteAManifestOfTwelveThousandModelVersions() {
    winnow.setPolicy(winnow.policy().setBudget(12_000));
    for (int i = 0; i < 12_000; i++) {
      winnow.describe("i" + i);
      winnow.publish(
          winnow.topics.scores(),
          "i" + i,
          scored(0.5, 0.5).setModelVersion(i + "v".repeat(90)).build());
    }

    winnow.request("r1");

    assertThat(winnow.read(winnow.topics.rounds())).hasSize(1);
    assertThat(winnow.deadLetters()).isEmpty();
  }
}

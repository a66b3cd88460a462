package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.POOL;
import static io.winnow.streams.TopologyFixture.described;
import static io.winnow.streams.TopologyFixture.scored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTopologyTest {

  static Stream<Arguments> badInputs() {
    return Stream.of(
        bad("Avro garbage", "scores", w -> w.publishRaw("winnow.scores", id("x"), bytes("junk"))),
        bad(
            "unknown schema id",
            "scores",
            w -> w.publishRaw("winnow.scores", id("x"), new byte[] {0, 0, 1, 0, 0, 2})),
        bad("no key", "scores", w -> w.publishRaw("winnow.scores", null, value(w))),
        bad("empty key", "scores", w -> w.publishRaw("winnow.scores", new byte[0], value(w))),
        bad(
            "key that is not UTF-8",
            "scores",
            w -> w.publishRaw("winnow.scores", new byte[] {(byte) 0xC3, 0x28}, value(w))),
        bad("key with a line break", "scores", w -> w.score("a\nb", 0.5)),
        bad("no value", "scores", w -> w.publishRaw("winnow.scores", id("x"), null)),
        late("score of the year 2200", "scores", w -> w.topics.scores(), scored(0.5, 0.5).build()),
        late(
            "descriptor of 2200",
            "descriptors",
            w -> w.topics.descriptors(),
            described(1f, 0f).build()),
        late(
            "label of 2200",
            "labels",
            w -> w.topics.labels(),
            ImageLabelled.newBuilder().setPool(POOL).setLabel("yes").build()),
        late(
            "request of 2200",
            "round-requests",
            w -> w.topics.roundRequests(),
            new RoundRequested("r", null, null, null)),
        score("NaN", scored(Double.NaN, 1.0).build()),
        score("negative", scored(-0.5, 1.5).build()),
        score("not normalised", scored(0.5, 0.9).build()),
        score(
            "empty class list",
            scored(1.0).setPrediction(new Classification(List.of(), List.of())).build()),
        score("bad pool name", scored(0.5, 0.5).setPool("no pool!").build()),
        score("name too long", scored(0.5, 0.5).setModelVersion("v".repeat(1025)).build()),
        score("model with a tab", scored(0.5, 0.5).setModel("a\tb").build()),
        descriptor("NaN vector", described(Float.NaN, 0f).build()),
        descriptor("infinite vector", described(Float.POSITIVE_INFINITY, 0f).build()),
        descriptor("zero vector", described(0f, 0f).build()),
        descriptor("vector that is no unit vector", described(1f, 1f).build()),
        descriptor("empty vector", described().build()),
        descriptor("bad encoder id", described(1f, 0f).setEncoderId("vgg").build()),
        bad("policy with budget 0", "policies", w -> w.setPolicy(w.policy().setBudget(0))),
        bad("policy with SR < 1", "policies", w -> w.setPolicy(w.policy().setSr(0.9))),
        bad("unknown measure", "policies", w -> w.setPolicy(w.policy().setMeasure("luck"))),
        bad("unknown resampler", "policies", w -> w.setPolicy(w.policy().setResampler("luck"))),
        bad("version of a measure", "policies", w -> w.setPolicy(w.policy().setMeasureVersion(2))),
        bad(
            "version of a resampler",
            "policies",
            w -> w.setPolicy(w.policy().setResamplerVersion(0))),
        bad(
            "unknown pool",
            "round-requests",
            w ->
                w.publish(
                    w.topics.roundRequests(), "nobody", new RoundRequested("r", null, null, null))),
        bad(
            "request with budget 0",
            "round-requests",
            w -> w.publish(w.topics.roundRequests(), POOL, new RoundRequested("r", 0, null, null))),
        bad(
            "request with a long id",
            "round-requests",
            w ->
                w.publish(
                    w.topics.roundRequests(),
                    POOL,
                    new RoundRequested("r".repeat(1_000_000), null, null, null))),
        bad(
            "request with a control character",
            "round-requests",
            w ->
                w.publish(
                    w.topics.roundRequests(),
                    POOL,
                    new RoundRequested("r\u0000", null, null, null))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badInputs")
  void shouldSendBadInputToTheDeadLettersAndGoOn(
      String what, String topic, Consumer<TopologyFixture> publish) {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.candidate("before", 0.5);

      publish.accept(winnow);

      winnow.candidate("after", 0.6);
      winnow.request("r1");
      List<TestRecord<byte[], byte[]>> letters = winnow.deadLetters();
      assertThat(letters).hasSize(1);
      TestRecord<byte[], byte[]> letter = letters.get(0);
      assertThat(TopologyFixture.header(letter, DeadLetters.REASON)).isNotBlank();
      assertThat(TopologyFixture.header(letter, DeadLetters.SOURCE_TOPIC))
          .isEqualTo("winnow." + topic);
      assertThat(TopologyFixture.header(letter, DeadLetters.SOURCE_OFFSET)).isNotNull();
      assertThat(winnow.read(winnow.topics.annotationRequests())).hasSize(2);
    }
  }

  @Test
  void shouldKeepTheFirstDescriptorWhenADuplicateComes() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.candidate("a", 0.5);
      winnow.publish(winnow.topics.descriptors(), "a", described(0f, 1f).build());
      winnow.score("a", 0.7);

      winnow.request("r1");

      assertThat(winnow.deadLetters()).isEmpty();
      assertThat(winnow.read(winnow.topics.roundDecisions())).hasSize(1);
      assertThat(winnow.read(winnow.topics.annotationRequests()).get(0).getUncertainty())
          .as("the last score counts")
          .isEqualTo(1 - 0.7);
    }
  }

  @Test
  void shouldRefuseARecordThatWasMovedToTheWrongPartition() {
    // with 3 partitions the driver's only task is partition 0: a moved record comes back to it
    try (TopologyFixture winnow = new TopologyFixture(3)) {
      String elsewhere =
          Stream.iterate(0, i -> i + 1)
              .map(i -> "image-" + i)
              .filter(imageId -> io.winnow.schemas.topic.Partitions.of(imageId, 3) != 0)
              .findFirst()
              .orElseThrow();

      winnow.score(elsewhere, 0.5);

      assertThat(winnow.deadLetters())
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                      .contains("does not belong there"));
    }
  }

  private static <V> Arguments late(
      String what, String topic, Function<TopologyFixture, Topic<V>> of, V value) {
    Instant late = Instant.parse("2200-01-01T00:00:00Z");
    return bad(what, topic, w -> w.publish(of.apply(w), POOL, value, late));
  }

  private static Arguments score(String what, io.winnow.schemas.ModelScored scored) {
    return bad(what, "scores", w -> w.publish(w.topics.scores(), "x", scored));
  }

  private static Arguments descriptor(String what, io.winnow.schemas.ImageDescribed described) {
    return bad(what, "descriptors", w -> w.publish(w.topics.descriptors(), "x", described));
  }

  private static Arguments bad(String what, String topic, Consumer<TopologyFixture> publish) {
    return Arguments.of(what, topic, publish);
  }

  private static byte[] id(String imageId) {
    return bytes(imageId);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] value(TopologyFixture winnow) {
    Topic<io.winnow.schemas.ModelScored> topic = winnow.topics.scores();
    return topic.valueSerde().serializer().serialize(topic.name(), scored(0.5, 0.5).build());
  }
}

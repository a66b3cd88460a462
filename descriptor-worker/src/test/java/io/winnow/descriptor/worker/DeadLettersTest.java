package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.image.TestImages;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.deadletter.DeadLetters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of records that will never have a descriptor. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadLettersTest {

  private final WorkerHarness harness =
      new WorkerHarness(new Batching(8, Duration.ZERO, Duration.ZERO, 64));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldSendPoisonToTheDeadLettersAndDescribeTheRest() throws Exception {
    byte[] png = TestImages.png(1);
    List<ConsumerRecord<byte[], byte[]>> poison = new ArrayList<>();
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    all.add(harness.image(0, "first", 3, 4));
    poison.add(harness.raw(0, utf8("garbage"), utf8("no avro")));
    poison.add(harness.raw(0, utf8("tombstone"), null));
    poison.add(harness.raw(0, utf8("unknown-schema"), new byte[] {0, 0, 1, 2, 3, 4}));
    poison.add(harness.raw(0, null, harness.value(WorkerHarness.inline("pool", png))));
    poison.add(harness.avro(0, "line\nbreak", WorkerHarness.inline("pool", png)));
    poison.add(harness.avro(0, "bad-pool", WorkerHarness.inline("a/b", png)));
    poison.add(
        harness.avro(0, "neither", new ImageReceived("pool", null, null, null, null, Map.of())));
    poison.add(harness.avro(0, "file", at("file:///etc/passwd")));
    poison.add(harness.avro(0, "host", at("http://example.org/x.png")));
    poison.add(harness.avro(0, "too-large", WorkerHarness.inline("pool", new byte[100_001])));
    poison.add(harness.avro(0, "truncated", WorkerHarness.inline("pool", Arrays.copyOf(png, 300))));
    poison.add(
        harness.avro(
            0, "bomb", WorkerHarness.inline("pool", TestImages.pngClaiming(50_000, 50_000))));
    poison.add(harness.image(0, "degenerate", 1, 1));
    all.addAll(poison);
    all.add(harness.image(0, "last", 5, 6));
    harness.arrive(all);

    harness.runUntil(() -> harness.producer.history().size() == all.size());

    assertThat(harness.describedIds()).containsExactly("first", "last");
    List<ProducerRecord<byte[], byte[]>> letters = harness.sent("winnow.dead-letters");
    assertThat(letters).hasSameSizeAs(poison);
    for (int i = 0; i < letters.size(); i++) {
      assertThat(letters.get(i).key()).isEqualTo(poison.get(i).key());
      assertThat(letters.get(i).value()).isEqualTo(poison.get(i).value());
      assertThat(WorkerHarness.header(letters.get(i), DeadLetters.SOURCE_OFFSET))
          .isEqualTo(Long.toString(poison.get(i).offset()));
      assertThat(WorkerHarness.header(letters.get(i), DeadLetters.STAGE)).isEqualTo("worker");
    }
    assertThat(letters)
        .extracting(letter -> WorkerHarness.header(letter, DeadLetters.REASON))
        .satisfiesExactly(
            reason -> assertThat(reason).contains("not Avro"),
            reason -> assertThat(reason).contains("tombstone"),
            reason -> assertThat(reason).contains("schema"),
            reason -> assertThat(reason).contains("no key"),
            reason -> assertThat(reason).contains("control character U+000A"),
            reason -> assertThat(reason).contains("'a/b'"),
            reason -> assertThat(reason).isEqualTo("neither uri nor bytes is set"),
            reason -> assertThat(reason).contains("file:///etc/passwd", "file.root"),
            reason -> assertThat(reason).contains("http://example.org/x.png", "http.hosts"),
            reason -> assertThat(reason).contains("more than 100000 bytes"),
            reason -> assertThat(reason).contains("cannot be decoded"),
            reason -> assertThat(reason).contains("50000x50000"),
            reason -> assertThat(reason).contains("no descriptor"));
    assertThat(harness.committedUpTo(0)).isEqualTo(all.size());
    assertThat(harness.counted("images.described")).isEqualTo(2);
    assertThat(harness.counted("images.rejected", "kind", "malformed-record")).isEqualTo(3);
    assertThat(harness.counted("images.rejected", "kind", "invalid-name")).isEqualTo(3);
    assertThat(harness.counted("images.rejected", "kind", "invalid-source")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "forbidden-source")).isEqualTo(2);
    assertThat(harness.counted("images.rejected", "kind", "too-many-bytes")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "too-many-pixels")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "undecodable")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "degenerate")).isEqualTo(1);
  }

  @Test
  void shouldNameBandsBitsAndPixelsWhenAPictureHasTooManySamples() {
    byte[] tiff = TestImages.tiffOfZeros(900, 900, 16, 32);
    harness.arrive(
        List.of(
            harness.avro(0, "spectra", WorkerHarness.inline("pool", tiff)),
            harness.image(0, "next", 5, 6)));

    harness.runUntil(() -> harness.describedIds().contains("next"));

    ProducerRecord<byte[], byte[]> letter = harness.sent("winnow.dead-letters").get(0);
    assertThat(WorkerHarness.header(letter, DeadLetters.REASON))
        .contains("16 bands x 32 bits x 900x900 pixels");
    assertThat(harness.counted("images.rejected", "kind", "too-many-samples", "format", "tiff"))
        .isEqualTo(1);
  }

  @Test
  void shouldDescribeAPictureAndCountWhatIsOddBesideIt() {
    byte[] png = TestImages.withChunk(TestImages.png(1), "iCCP", new byte[] {'x', 0, 0});
    harness.arrive(List.of(harness.avro(0, "odd", WorkerHarness.inline("pool", png))));

    harness.runUntil(() -> harness.describedIds().contains("odd"));

    assertThat(harness.counted("images.odd", "kind", "profile-ignored")).isEqualTo(1);
    assertThat(harness.counted("images.odd", "kind", "end-missing")).isZero();
    assertThat(harness.sent("winnow.dead-letters")).isEmpty();
  }

  @Test
  void shouldRejectWhenAttributesDoNotFitTheDescriptorTopic() {
    ImageReceived image =
        new ImageReceived(
            "pool",
            null,
            ByteBuffer.wrap(TestImages.png(1)),
            null,
            null,
            Map.of("notes", "x".repeat(2 * 1024 * 1024)));
    harness.arrive(List.of(harness.avro(0, "talkative", image)));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    ProducerRecord<byte[], byte[]> letter = harness.sent("winnow.dead-letters").get(0);
    assertThat(WorkerHarness.header(letter, DeadLetters.REASON))
        .contains("winnow.descriptors", "talkative", "limit 1048576");
  }

  @Test
  void shouldLeaveTheValueOutWhenItDoesNotFitTheDeadLetterTopic() {
    byte[] huge = new byte[17 * 1024 * 1024];
    harness.arrive(List.of(harness.raw(0, utf8("huge"), huge)));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    ProducerRecord<byte[], byte[]> letter = harness.sent("winnow.dead-letters").get(0);
    assertThat(letter.value()).isNull();
    assertThat(WorkerHarness.header(letter, DeadLetters.REASON))
        .endsWith("(value of 17825792 bytes left out)");
  }

  private static ImageReceived at(String uri) {
    return new ImageReceived("pool", uri, null, null, null, Map.of());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

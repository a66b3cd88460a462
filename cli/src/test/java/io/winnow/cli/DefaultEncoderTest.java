package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.descriptor.encoder.DuplicateCosine;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which encoder a policy gets when nobody names one; the topic of descriptors fills up. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DefaultEncoderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN = "0a".repeat(32);
  private static final String COMMON = "0c".repeat(32);

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private Path directory;

  @Test
  @Order(1)
  void shouldTakeTheBuiltInOneAndSayThatItGuesses() throws IOException {
    Cli.Result set = commands.run("policy", "set", "--pool", "empty", "--budget", "5");

    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(set.err())
        .contains("the workers' encoder is not known")
        .contains("pool empty takes the built-in compact; --encoder names another");
    assertThat(encoderOf("empty")).isEqualTo(Encoders.builtIn("compact").encoderId());
  }

  @Test
  @Order(2)
  void shouldTakeThePoolsOwnThenTheOneOfMostDescriptors() throws Exception {
    describe("own", OWN, 16, 3);
    describe("other", COMMON, 24, 5);

    Cli.Result own = commands.run("policy", "set", "--pool", "own", "--budget", "5");
    Cli.Result fresh = commands.run("policy", "set", "--pool", "fresh", "--budget", "5");
    Cli.Result kept = commands.run("policy", "set", "--pool", "empty", "--budget", "6");

    assertThat(own.err()).contains("pool own takes the workers' encoder, " + OWN);
    assertThat(policy("own").get("descriptorSize").intValue()).isEqualTo(16);
    assertThat(encoderOf("own")).isEqualTo(OWN);
    assertThat(fresh.err()).contains("pool fresh takes the workers' encoder, " + COMMON);
    assertThat(policy("fresh").get("descriptorSize").intValue()).isEqualTo(24);
    assertThat(kept.err()).as("a policy keeps its encoder").isEmpty();
    assertThat(encoderOf("empty")).isEqualTo(Encoders.builtIn("compact").encoderId());
  }

  /** Workers read it there: a file that only this machine has would describe nothing. */
  @Test
  @Order(3)
  void shouldPublishTheEncoderOfAFileOnce() {
    Encoder compact = Encoders.builtIn("compact");
    Encoder other = TestEncoders.shifted(compact, 1e-3f, compact.fit().duplicateCosine());
    Path file = directory.resolve("other.zip");
    EncoderFile.write(other, file);

    for (String pool : List.of("first", "second")) {
      assertThat(
              commands
                  .run("policy", "set", "--pool", pool, "--budget", "5", "--encoder", file + "")
                  .exitCode())
          .isZero();
    }

    assertThat(Topics.read(commands.kafka(), catalog -> catalog.encoders()))
        .singleElement()
        .satisfies(piece -> assertThat(piece.key()).startsWith(other.encoderId()));
  }

  @Test
  @Order(4)
  void shouldNotTakeACosineThatWasMeasuredOnTooFewImages() throws IOException {
    Path file = directory.resolve("few.zip");
    EncoderFile.write(
        TestEncoders.shifted(
            Encoders.builtIn("compact"), 2e-3f, new DuplicateCosine(-0.602, 0.1, 0.1, 20)),
        file);

    Cli.Result set =
        commands.run(
            "policy",
            "set",
            "--pool=few",
            "--budget=5",
            "--resampler=adaptive-nms",
            "--encoder=" + file);

    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(set.err())
        .contains("or measured on too few images; adaptive-nms takes 0.9")
        .contains("--similarity-threshold sets another");
    assertThat(policy("few").get("similarityThreshold").isNull()).isTrue();
  }

  private static String encoderOf(String pool) throws IOException {
    return policy(pool).get("encoderId").textValue();
  }

  private static JsonNode policy(String pool) throws IOException {
    return JSON.readTree(commands.run("policy", "show", "--pool", pool, "--json").out());
  }

  private static void describe(String pool, String encoderId, int size, int images)
      throws Exception {
    ImageDescribed described =
        ImageDescribed.newBuilder()
            .setPool(pool)
            .setEncoderId(encoderId)
            .setVector(ByteBuffer.allocate(size * Float.BYTES))
            .setImage(
                ImageRef.newBuilder().setSha256("0".repeat(64)).setWidth(1).setHeight(1).build())
            .build();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", commands.kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < images; i++) {
        producer.send(Topics.catalog().descriptors().record(pool + i, described)).get();
      }
    }
  }
}

package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Everything that outside producers get wrong. */
final class BadInputs {

  private static final byte[] GARBAGE = "this is no Avro".getBytes(UTF_8);
  private static final byte[] UNKNOWN_SCHEMA = {0, 0, 15, 66, 63, 2, 2, 2};
  private static final String BAD_ID = "bad";

  private final String pool;
  private final String encoderId;
  private final byte[] picture;
  private final Path imageRoot;

  /**
   * @param pool that has a policy
   * @param encoderId of that policy
   * @param picture a good one
   * @param imageRoot the only directory the worker may read
   */
  BadInputs(String pool, String encoderId, byte[] picture, Path imageRoot) {
    this.pool = pool;
    this.encoderId = encoderId;
    this.picture = picture;
    this.imageRoot = imageRoot;
  }

  List<BadInput> all() {
    return Stream.of(raw(), pictures(), sources(), scores(), others())
        .flatMap(Function.identity())
        .toList();
  }

  private Stream<BadInput> raw() {
    Map<String, Function<TopicCatalog, Topic<?>>> inputs =
        Map.of(
            "images", TopicCatalog::images,
            "scores", TopicCatalog::scores,
            "descriptors", TopicCatalog::descriptors,
            "labels", TopicCatalog::labels,
            "policies", TopicCatalog::policies,
            "round-requests", TopicCatalog::roundRequests,
            "pool-commands", TopicCatalog::poolCommands,
            "pool-reports", TopicCatalog::poolReports);
    return inputs.entrySet().stream()
        .flatMap(
            topic ->
                Stream.of(
                    raw("Avro garbage in " + topic.getKey(), "wire format", topic, GARBAGE),
                    raw(
                        "unknown schema id in " + topic.getKey(),
                        "unknown schema id 999999",
                        topic,
                        UNKNOWN_SCHEMA)));
  }

  private BadInput raw(
      String what,
      String reason,
      Map.Entry<String, Function<TopicCatalog, Topic<?>>> topic,
      byte[] value) {
    return new BadInput(
        what,
        reason,
        topics ->
            new ProducerRecord<>(
                topic.getValue().apply(topics).name(), null, pool.getBytes(UTF_8), value));
  }

  private Stream<BadInput> pictures() {
    return Stream.of(
        inline(
            "truncated picture", "cannot be decoded", Arrays.copyOf(picture, picture.length / 2)),
        inline("picture of 4 gigapixels", "pixels", gigapixels()),
        inline("picture that is a text", "not a JPEG, PNG, GIF, BMP, WebP or TIFF", GARBAGE),
        inline("picture without bytes", "empty", new byte[0]),
        image("picture that is nowhere", "neither uri nor bytes", received()),
        image(
            "picture in two places",
            "both uri and bytes",
            received().setUri("file:/a.png").setBytes(ByteBuffer.wrap(picture))),
        image(
            "bad pool name",
            "pool must be",
            received().setPool("no pool!").setBytes(ByteBuffer.wrap(picture))),
        new BadInput(
            "image without key",
            "no key",
            topics -> {
              ProducerRecord<byte[], byte[]> keyed =
                  topics
                      .images()
                      .record(BAD_ID, received().setBytes(ByteBuffer.wrap(picture)).build());
              return new ProducerRecord<>(keyed.topic(), 0, null, keyed.value());
            }),
        new BadInput(
            "image without value", "no value", topics -> topics.images().record(BAD_ID, null)));
  }

  private Stream<BadInput> sources() {
    return Stream.of(
        uri("unreachable URI", "unreachable after", "http://127.0.0.1:1/a.png"),
        uri("file that is not there", "does not exist", file("none.png")),
        uri("file outside the allowed root", "file.root", "file:/etc/hostname"),
        uri(
            "file that climbs out of the allowed root",
            "file.root",
            file("../../../../../../../../etc/hostname")),
        uri("host that is not allowed", "http.hosts", "http://pictures.example/a.png"),
        uri("unknown scheme", "unknown scheme", "gopher://pictures.example/a.png"),
        uri("malformed URI", "malformed", "http://[a/b.png"));
  }

  private Stream<BadInput> scores() {
    return Stream.of(
        score("NaN probability", "NaN", Double.NaN, 1.0),
        score("negative probability", "-0.5", -0.5, 1.5),
        score("unnormalised probabilities", "sum", 0.5, 0.9),
        score("empty class list", "no classes"));
  }

  private Stream<BadInput> others() {
    return Stream.of(
        new BadInput(
            "policy with budget 0",
            "budget 0 must be at least 1",
            topics -> topics.policies().record(pool, policy().setBudget(0).build())),
        new BadInput(
            "policy with SR < 1",
            "sr 0.9 must be at least 1",
            topics -> topics.policies().record(pool, policy().setSr(0.9).build())),
        new BadInput(
            "request for an unknown pool",
            "nobody",
            topics ->
                topics
                    .roundRequests()
                    .record("nobody", new RoundRequested("bad", null, null, null))),
        new BadInput(
            "request with budget 0",
            "budget",
            topics ->
                topics.roundRequests().record(pool, new RoundRequested("bad", 0, null, null))),
        new BadInput(
            "policy with a version of the resampler that is not there",
            "version 9",
            topics -> topics.policies().record(pool, policy().setResamplerVersion(9).build())),
        new BadInput(
            "descriptor that is no unit vector",
            "norm",
            topics -> topics.descriptors().record(BAD_ID, described(1f, 1f))));
  }

  private BadInput inline(String what, String reason, byte[] bytes) {
    return image(what, reason, received().setBytes(ByteBuffer.wrap(bytes)));
  }

  private BadInput uri(String what, String reason, String uri) {
    return image(what, reason, received().setUri(uri));
  }

  private String file(String name) {
    return "file:" + imageRoot + "/" + name;
  }

  private static BadInput image(String what, String reason, ImageReceived.Builder image) {
    return new BadInput(what, reason, topics -> topics.images().record(BAD_ID, image.build()));
  }

  private ImageReceived.Builder received() {
    return ImageReceived.newBuilder().setPool(pool);
  }

  private BadInput score(String what, String reason, Double... probabilities) {
    List<String> classes = List.of("yes", "no").subList(0, probabilities.length);
    return new BadInput(
        what,
        reason,
        topics ->
            topics
                .scores()
                .record(
                    BAD_ID,
                    ModelScored.newBuilder()
                        .setPool(pool)
                        .setModel("net")
                        .setModelVersion("1")
                        .setPrediction(new Classification(classes, List.of(probabilities)))
                        .build()));
  }

  private PoolPolicy.Builder policy() {
    return PoolPolicy.newBuilder().setBudget(1).setEncoderId(encoderId).setDescriptorSize(1);
  }

  private ImageDescribed described(float... vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return ImageDescribed.newBuilder()
        .setPool(pool)
        .setEncoderId(encoderId)
        .setVector(bytes)
        .setImage(new ImageRef("file:/a.png", "0".repeat(64), 28, 28))
        .build();
  }

  /** A PNG file whose header, with a valid checksum, claims 65,535 x 65,535 pixels. */
  private byte[] gigapixels() {
    int header = 12; // "IHDR" follows the signature and the chunk's length
    int length = 4 + 13;
    byte[] absurd = picture.clone();
    ByteBuffer png = ByteBuffer.wrap(absurd);
    png.putInt(header + 4, 65_535).putInt(header + 8, 65_535);
    CRC32 checksum = new CRC32();
    checksum.update(absurd, header, length);
    png.putInt(header + length, (int) checksum.getValue());
    return absurd;
  }
}

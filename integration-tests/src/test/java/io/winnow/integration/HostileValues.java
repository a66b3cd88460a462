package io.winnow.integration;

import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.Orientation;
import io.winnow.schemas.PolicyApplied;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PrecomputedUncertainty;
import io.winnow.schemas.RoundAbort;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Values of a hostile producer's records: of right types, and of any shape and size. */
final class HostileValues {

  private static final String ENCODER = "0d".repeat(32);

  /** Pool of those who do everything right. */
  static final String NEIGHBOURS = "neighbours";

  private static final int POOLS = 20;
  private static final int IMAGES = 500;

  private final TopicCatalog topics;
  private final SplittableRandom random;

  HostileValues(TopicCatalog topics, SplittableRandom random) {
    this.topics = topics;
    this.random = random;
  }

  /** Returns the id of one of the hostile producer's pools. */
  String pool() {
    return "hostile-pool-" + random.nextInt(POOLS);
  }

  /** Returns a value that the topic's schema describes. */
  byte[] valid(Topic<?> topic) {
    String name = topic.name();
    if (name.equals(topics.scores().name())) {
      return encoded(topics.scores(), score());
    } else if (name.equals(topics.descriptors().name())) {
      return encoded(topics.descriptors(), descriptor());
    } else if (name.equals(topics.labels().name())) {
      return encoded(topics.labels(), ImageLabelled.newBuilder().setPool(pool()).build());
    } else if (name.equals(topics.policies().name())) {
      return encoded(topics.policies(), policy());
    } else if (name.equals(topics.roundRequests().name())) {
      return encoded(
          topics.roundRequests(),
          new RoundRequested(
              text(),
              random.nextBoolean() ? null : (Integer) random.nextInt(-2, 9),
              "x",
              random.nextInt(4) == 0 ? new RoundAbort(null, text()) : null));
    }
    return encoded(topics.poolCommands(), command());
  }

  private static <V> byte[] encoded(Topic<V> topic, V value) {
    return topic.valueSerde().serializer().serialize(topic.name(), value);
  }

  /** What nobody but the application should say; of a neighbour's pool, as another one would. */
  private PoolCommand command() {
    if (random.nextBoolean()) {
      List<String> theirs = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        theirs.add("%s-%05d".formatted(NEIGHBOURS, i));
      }
      Object body =
          random.nextBoolean()
              ? new PolicyApplied(null, 1_000L)
              : new RoundSettled(theirs, null, false);
      return new PoolCommand(NEIGHBOURS, 1L + random.nextInt(3), body, "another-application");
    }
    List<String> images = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      images.add("hostile-" + random.nextInt(IMAGES));
    }
    return new PoolCommand(
        pool(), 1L + random.nextInt(3), new RoundSettled(images, null, false), null);
  }

  private PoolPolicy policy() {
    return PoolPolicy.newBuilder()
        .setBudget(random.nextInt(-1, 20))
        .setEncoderId(random.nextInt(4) == 0 ? text() : ENCODER)
        .setDescriptorSize(random.nextInt(5))
        .setSr(random.nextInt(4) == 0 ? random.nextDouble(-1, 1e9) : 1.5)
        .setMaxSr(random.nextInt(4) == 0 ? Double.NaN : 3)
        .setMeasure(random.nextInt(4) == 0 ? text() : "entropy")
        .setWindowSizeMs(
            random.nextInt(3) == 0 ? Long.valueOf(random.nextLong(-5, 1_000_000)) : null)
        .setTriggerCount(random.nextInt(3) == 0 ? (Integer) random.nextInt(-1, 50) : null)
        .build();
  }

  private ModelScored score() {
    return ModelScored.newBuilder()
        .setPool(random.nextInt(10) == 0 ? text() : pool())
        .setModel(text())
        .setModelVersion(text())
        .setMember(random.nextInt(3) == 0 ? text() : null)
        .setPrediction(prediction())
        .build();
  }

  private Object prediction() {
    return switch (random.nextInt(4)) {
      case 0 -> detections();
      case 1 ->
          PrecomputedUncertainty.newBuilder()
              .setName(text())
              .setValue(number())
              .setOrientation(Orientation.values()[random.nextInt(Orientation.values().length)])
              .build();
      default -> {
        int classes = count(4_000);
        yield new Classification(
            names(random.nextInt(9) == 0 ? classes + 1 : classes), numbers(classes));
      }
    };
  }

  private Detections detections() {
    int classes = count(100);
    List<DetectedBox> boxes = new ArrayList<>();
    for (int i = count(300); i > 0; i--) {
      boolean scored = random.nextInt(3) == 0;
      boxes.add(
          new DetectedBox(
              number(),
              number(),
              number(),
              number(),
              scored ? List.of() : numbers(classes),
              scored ? number() : null,
              scored && random.nextBoolean() ? text() : null));
    }
    return new Detections(names(classes), boxes);
  }

  private ImageDescribed descriptor() {
    int size = count(2_000);
    ByteBuffer vector = ByteBuffer.allocate(size * Float.BYTES);
    for (int i = 0; i < size; i++) {
      vector.putInt(random.nextInt(4) == 0 ? 0 : random.nextInt());
    }
    return ImageDescribed.newBuilder()
        .setPool(pool())
        .setEncoderId(random.nextInt(3) == 0 ? text() : random.nextBoolean() ? ENCODER : anyId())
        .setVector(random.nextBoolean() ? unit() : vector.flip())
        .setImage(new ImageRef(text(), "0".repeat(64), random.nextInt(), 1))
        .setAttributes(
            random.nextInt(4) == 0 ? Map.of(text(), text()) : Map.of("site", "a", "k", text()))
        .build();
  }

  private static ByteBuffer unit() {
    return ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0});
  }

  /** A valid id that nobody has used before. */
  private String anyId() {
    return "%064x".formatted(random.nextLong() & Long.MAX_VALUE);
  }

  /** Mostly few, now and then as many as go into a record, or nearly. */
  private int count(int most) {
    return random.nextInt(50) == 0 ? random.nextInt(most) : random.nextInt(5);
  }

  private List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(random.nextInt(200) == 0 ? text() : "class-" + i);
    }
    return names;
  }

  private List<Double> numbers(int count) {
    if (random.nextInt(3) > 0) {
      return Collections.nCopies(count, 1.0 / count);
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(number());
    }
    return numbers;
  }

  private double number() {
    return switch (random.nextInt(10)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> Double.MIN_VALUE;
      case 4 -> random.nextDouble(-2, 2);
      case 5 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextDouble();
    };
  }

  private String text() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "tab\there";
      case 2 -> "x".repeat(random.nextInt(10_000));
      case 3 -> "\ud800 alone";
      case 4 -> "../../etc";
      default -> "name-" + random.nextInt(1_000_000);
    };
  }
}

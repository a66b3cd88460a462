package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.MemberScore;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a detector and of a committee through a real broker to the annotation topic. */
class DetectorsAndCommitteesIT {

  private static final int PARTITIONS = 3;
  private static final String PREFIX = "members.";
  private static final String REGISTRY_URL = "mock://members";
  private static final String ENCODER = "ab".repeat(32);
  private static final List<String> CLASSES = List.of("car", "bus");

  @TempDir private Path directory;

  @Test
  void shouldAskForTheImagesThatDetectorAndCommitteeAreUnsureOf() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      TopicCatalog topics = kafka.createTopics(PREFIX, REGISTRY_URL, PARTITIONS);
      TestClients clients = kafka.clients();
      clients.publish(topics.policies(), "detected", policy("entropy").build());
      clients.publish(
          topics.policies(), "voted", policy("vote-entropy").setCommitteeSize(3).build());
      clients.sendAll(records(topics));
      try (StreamsRunner runner = start(kafka);
          TopicTail<AnnotationRequested> requests = clients.tail(topics.annotationRequests())) {
        assertThat(runner.streams()).isNotNull();
        FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
        for (String pool : List.of("detected", "voted")) {
          clients.publish(
              topics.roundRequests(), pool, new RoundRequested(pool, null, "test", null));
        }

        List<AnnotationRequested> asked = requests.awaitCount(2);

        AnnotationRequested detected = of("detected", asked);
        assertThat(((Detections) detected.getPrediction()).getBoxes())
            .extracting(DetectedBox::getWidth)
            .containsExactly(0.5, 0.25);
        AnnotationRequested voted = of("voted", asked);
        assertThat(voted.getUncertainty()).isGreaterThan(0);
        assertThat(voted.getCommittee())
            .extracting(MemberScore::getMember)
            .containsExactly("m0", "m1", "m2");
        assertThat(((Classification) voted.getPrediction()).getProbabilities().get(0))
            .isStrictlyBetween(0.5, 0.9);
      }
    }
  }

  private static AnnotationRequested of(String pool, List<AnnotationRequested> asked) {
    return asked.stream().filter(one -> one.getPool().equals(pool)).findFirst().orElseThrow();
  }

  private StreamsRunner start(TestCluster kafka) {
    return StreamsRunner.start(
        new StreamsAppConfig(
            kafka.streamsSettings(PREFIX, REGISTRY_URL, directory.resolve("state").toString())),
        "test");
  }

  private static PoolPolicy.Builder policy(String measure) {
    return PoolPolicy.newBuilder()
        .setBudget(1)
        .setMeasure(measure)
        .setEncoderId(ENCODER)
        .setDescriptorSize(2);
  }

  /** In each pool nineteen images that are clear and one, number 7, that is not. */
  private static List<ProducerRecord<byte[], byte[]>> records(TopicCatalog topics) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(topics.descriptors().record("d" + i, described("detected")));
      DetectedBox one = new DetectedBox(0.0, 0.0, 0.5, 0.5, distribution(i == 7 ? 0.5 : 0.98));
      DetectedBox other = new DetectedBox(0.5, 0.5, 0.25, 0.5, distribution(0.97));
      records.add(
          topics
              .scores()
              .record(
                  "d" + i, scored("detected", null, new Detections(CLASSES, List.of(one, other)))));
      records.add(topics.descriptors().record("v" + i, described("voted")));
      for (int member = 0; member < 3; member++) {
        double car = i == 7 && member == 1 ? 0.1 : 0.9;
        records.add(
            topics
                .scores()
                .record(
                    "v" + i,
                    scored("voted", "m" + member, new Classification(CLASSES, distribution(car)))));
      }
    }
    return records;
  }

  private static List<Double> distribution(double first) {
    return List.of(first, 1 - first);
  }

  private static ModelScored scored(String pool, String member, Object prediction) {
    return ModelScored.newBuilder()
        .setPool(pool)
        .setModel("net")
        .setModelVersion("1")
        .setMember(member)
        .setPrediction(prediction)
        .build();
  }

  private static ImageDescribed described(String pool) {
    ByteBuffer vector = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    vector.putFloat(0.6f).putFloat(0.8f);
    return ImageDescribed.newBuilder()
        .setPool(pool)
        .setEncoderId(ENCODER)
        .setVector(vector.flip())
        .setImage(new ImageRef("file:/camera/1.png", "0".repeat(64), 28, 28))
        .build();
  }
}

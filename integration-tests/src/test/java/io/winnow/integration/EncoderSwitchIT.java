package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.cli.Winnow;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.descriptor.worker.WorkerRunner;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A pool goes over to a second encoder in the middle of traffic: real broker, worker and streams
 * instance, and the commands a user would type. The worker is restarted while it describes the pool
 * again.
 */
class EncoderSwitchIT {

  private static final int PARTITIONS = 3;
  private static final String PREFIX = "switch.";
  private static final String REGISTRY_URL = "mock://encoder-switch";
  private static final String POOL = "belt";
  private static final int BUDGET = 10;
  private static final String FIRST = Encoders.builtIn("compact").encoderId();

  @TempDir private Path directory;
  private TestCluster kafka;
  private TestClients clients;
  private TopicCatalog topics;
  private FashionPictures pictures;
  private WorkerRunner worker;
  private StreamsRunner streams;
  private final Set<String> published = new LinkedHashSet<>();
  private int requested;

  @BeforeEach
  void start() throws Exception {
    kafka = TestCluster.start();
    clients = kafka.clients();
    topics = kafka.createTopics(PREFIX, REGISTRY_URL, PARTITIONS);
    pictures = FashionPictures.load();
    worker = startWorker();
    streams =
        StreamsRunner.start(
            new StreamsAppConfig(
                kafka.streamsSettings(PREFIX, REGISTRY_URL, directory.resolve("state").toString())),
            "test");
  }

  private WorkerRunner startWorker() {
    return new WorkerRunner(
            new WorkerConfig(
                Map.of(
                    WorkerConfig.BOOTSTRAP_SERVERS,
                    kafka.bootstrapServers(),
                    WorkerConfig.TOPIC_PREFIX,
                    PREFIX,
                    WorkerConfig.INSTANCE_ID,
                    "one",
                    RegistryConfig.URL,
                    REGISTRY_URL)),
            new SimpleMeterRegistry())
        .start();
  }

  @AfterEach
  void stop() {
    if (streams != null) {
      streams.close();
    }
    if (worker != null) {
      worker.close();
    }
    kafka.close();
  }

  @Test
  void shouldLoseNoImageAndMixNoEncodersWhenAPoolGoesOverInTheMiddleOfTraffic() throws Exception {
    publishPolicy();
    publishImages(80);
    awaitDescribed(FIRST);
    assertThat(closeRound().getEncoderId()).isEqualTo(FIRST);

    String second = fitSecondEncoder();
    winnow("encoder", "activate", encoderFile().toString(), "--pool", POOL, "--share", "0.9");
    publishImages(BUDGET);
    closeRound();
    worker.close();
    worker = startWorker();
    RoundClosed round;
    do {
      publishImages(BUDGET);
      round = closeRound();
    } while (round.getEncoderId().equals(FIRST));

    publishImages(2 * BUDGET);
    awaitDescribed(second);
    while (annotations().size() < published.size()) {
      assertThat(closeRound().getSelected()).isPositive();
    }

    assertNoImageLost();
    assertEveryRoundHasOneEncoder(second);
    try (TopicTail<?> letters = clients.tail(topics.deadLetters())) {
      assertThat(letters.recordsToEnd()).isEmpty();
    }
  }

  private void assertNoImageLost() {
    assertThat(annotations())
        .extracting(EncoderSwitchIT::key)
        .containsExactlyInAnyOrderElementsOf(published);
  }

  private void assertEveryRoundHasOneEncoder(String second) {
    List<RoundClosed> rounds;
    try (TopicTail<RoundClosed> closed = clients.tail(topics.rounds())) {
      rounds = closed.valuesToEnd();
    }
    List<String> encoders = rounds.stream().map(RoundClosed::getEncoderId).toList();
    int before = encoders.indexOf(second);
    assertThat(encoders.subList(0, before)).isNotEmpty().containsOnly(FIRST);
    assertThat(encoders.subList(before, encoders.size())).containsOnly(second);
    assertThat(rounds.subList(1, before))
        .allSatisfy(
            round -> {
              assertThat(round.getPolicy().getNextEncoderId()).isEqualTo(second);
              assertThat(round.getDescribedByNext()).isLessThanOrEqualTo(round.getDescribed());
            });
    Map<Long, Set<String>> byRound =
        annotationValues().stream()
            .collect(
                Collectors.groupingBy(
                    AnnotationRequested::getRound,
                    Collectors.mapping(AnnotationRequested::getEncoderId, Collectors.toSet())));
    for (RoundClosed round : rounds) {
      if (round.getSelected() > 0) {
        assertThat(byRound.get(round.getRound())).containsExactly(round.getEncoderId());
      }
    }
  }

  private void publishPolicy() throws Exception {
    clients.publish(
        topics.policies(),
        POOL,
        PoolPolicy.newBuilder()
            .setBudget(BUDGET)
            .setSr(2.0)
            .setMeasure("least-confidence")
            .setResampler("budgeted-nms")
            .setEncoderId(FIRST)
            .setDescriptorSize(Encoders.builtIn("compact").descriptorSize())
            .build());
  }

  private void publishImages(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      int number = published.size();
      String imageId = "image-" + number;
      clients.publish(
          topics.images(),
          imageId,
          ImageReceived.newBuilder()
              .setPool(POOL)
              .setBytes(ByteBuffer.wrap(pictures.png(number)))
              .build());
      clients.publish(topics.scores(), imageId, Scores.of(POOL, 0.5 + number % 40 / 100.0));
      published.add(imageId);
    }
  }

  /** Waits until the encoder has described every published image and the pool knows it. */
  private void awaitDescribed(String encoderId) {
    try (TopicTail<ImageDescribed> descriptors = clients.tail(topics.descriptors())) {
      descriptors.awaitUntil(
          published.size() + " images described by " + encoderId,
          all ->
              all.stream().filter(one -> one.getEncoderId().equals(encoderId)).count()
                  >= published.size());
    }
    FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
  }

  private RoundClosed closeRound() throws Exception {
    String request = "request-" + ++requested;
    clients.publish(topics.roundRequests(), POOL, new RoundRequested(request, null, "test", null));
    try (TopicTail<RoundClosed> closed = clients.tail(topics.rounds())) {
      List<RoundClosed> rounds = closed.awaitCount(requested);
      assertThat(rounds.get(requested - 1).getRequestId()).isEqualTo(request);
      return rounds.get(requested - 1);
    }
  }

  private Path encoderFile() {
    return directory.resolve("second.zip");
  }

  /** Fits an encoder with other components than the built-in one and returns its id. */
  private String fitSecondEncoder() throws Exception {
    Path sample = Files.createDirectory(directory.resolve("sample"));
    for (int i = 0; i < 120; i++) {
      Files.write(sample.resolve(i + ".png"), pictures.png(i));
    }
    winnow("encoder", "fit", sample.toString(), "--out", encoderFile().toString(), "--size", "32");
    return Encoders.load(encoderFile().toString()).encoderId();
  }

  private void winnow(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (arguments[1].equals("activate")) {
      all.addAll(
          List.of(
              "--bootstrap-servers",
              kafka.bootstrapServers(),
              "--registry",
              REGISTRY_URL,
              "--prefix",
              PREFIX));
    }
    StringWriter err = new StringWriter();
    CommandLine command = Winnow.commandLine();
    command.setOut(new PrintWriter(new StringWriter()));
    command.setErr(new PrintWriter(err, true));
    assertThat(command.execute(all.toArray(String[]::new))).as("%s: %s", all, err).isZero();
  }

  private List<ConsumerRecord<byte[], byte[]>> annotations() {
    try (TopicTail<AnnotationRequested> requests = clients.tail(topics.annotationRequests())) {
      return requests.recordsToEnd();
    }
  }

  private List<AnnotationRequested> annotationValues() {
    try (TopicTail<AnnotationRequested> requests = clients.tail(topics.annotationRequests())) {
      return requests.valuesToEnd();
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }
}

package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.streams.client.StreamsClients;
import io.winnow.streams.client.TaskInputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which the streams application's consumer returns its inputs, with a real broker. */
class OrderedConsumerIT {

  private static final TopicPartition DATA = new TopicPartition("data", 0);
  private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);
  private static final TopicPartition MORE_DATA = new TopicPartition("more-data", 0);
  private static final int POLL_RECORDS = 100;
  private static final int DATA_RECORDS = 3_000;
  private static final byte[] VALUE = new byte[100];

  /** So that a fetch brings fewer of them. */
  private static final byte[] LARGE_VALUE = new byte[2_000];

  private static final Duration POLL = Duration.ofMillis(100);

  private final long start = System.currentTimeMillis();
  private final List<ConsumerRecord<byte[], byte[]>> data = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> moreData = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> commands = new ArrayList<>();
  private int pollsThatHeldBack;

  private TestCluster kafka;
  private Consumer<byte[], byte[]> consumer;

  @BeforeEach
  void start() throws Exception {
    kafka = TestCluster.start();
    kafka
        .clients()
        .admin()
        .createTopics(
            List.of(
                new NewTopic(DATA.topic(), 1, (short) 1),
                new NewTopic(MORE_DATA.topic(), 1, (short) 1),
                new NewTopic(COMMANDS.topic(), 1, (short) 1)))
        .all()
        .get(1, TimeUnit.MINUTES);
    consumer =
        new StreamsClients(
                List.of(
                    new TaskInputs(
                        Set.of(DATA.topic(), MORE_DATA.topic()), Set.of(COMMANDS.topic()))))
            .getConsumer(
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka.bootstrapServers(),
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "ordered",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    POLL_RECORDS,
                    // one batch per fetch, so that the command is fetched before most of the data
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                    1));
  }

  @AfterEach
  void stop() {
    if (consumer != null) {
      consumer.close();
    }
    kafka.close();
  }

  @Test
  void shouldReturnACommandAfterAllDataThatIsOlder() throws Exception {
    assign();
    publish(DATA_RECORDS);

    pollUntil(() -> !commands.isEmpty());
    assertThat(data).hasSize(DATA_RECORDS);

    consumer.poll(POLL).forEach(this::take);
    assertThat(commands).hasSize(1);
    assertThat(data).extracting(ConsumerRecord::offset).isEqualTo(offsets(DATA_RECORDS));
    assertThat(pollsThatHeldBack).isPositive();
  }

  @Test
  void shouldReturnACommandBeforeTheEndOfDataThatGoesOnAfterIt() throws Exception {
    assign();
    int older = DATA_RECORDS / 3;
    publish(older);

    pollUntil(() -> !commands.isEmpty());
    assertThat(data).hasSizeBetween(older, DATA_RECORDS - 1);
    assertThat(consumer.currentLag(DATA).orElseThrow()).isPositive();

    pollUntil(() -> data.size() >= DATA_RECORDS);
    assertThat(commands).hasSize(1);
    assertThat(data).extracting(ConsumerRecord::offset).isEqualTo(offsets(DATA_RECORDS));
    assertThat(pollsThatHeldBack).isPositive();
  }

  /** Whether the assignment is away between two polls or not. */
  @Test
  void shouldForgetHowFarItGotWhenItLeavesItsGroup() throws Exception {
    publishData();
    subscribe();
    pollUntil(() -> data.size() == DATA_RECORDS);
    data.clear();
    int older = DATA_RECORDS / 2;
    publishCommand(older);

    consumer.unsubscribe();
    subscribe();
    pollUntil(() -> !commands.isEmpty());
    assertThat(data).hasSizeGreaterThanOrEqualTo(older);
  }

  /** Scores and descriptors of an image are found in memory if they come at about one time. */
  @Test
  void shouldReadInputsThatCommuteInStep() throws Exception {
    publishData();
    kafka
        .clients()
        .sendAll(
            LongStream.range(0, DATA_RECORDS)
                .mapToObj(number -> record(MORE_DATA, start + 2 * number, LARGE_VALUE))
                .toList());
    consumer.assign(List.of(COMMANDS, DATA, MORE_DATA));
    consumer.seekToBeginning(List.of(COMMANDS, DATA, MORE_DATA));

    pollUntil(() -> !moreData.isEmpty() && !data.isEmpty() && apart() <= POLL_RECORDS);
    assertThat(data).as("in step before the end").hasSizeLessThan(DATA_RECORDS);
    while (data.size() + moreData.size() < 2 * DATA_RECORDS) {
      poll();
      assertThat(apart()).isLessThanOrEqualTo(2 * POLL_RECORDS);
    }
    assertThat(consumer.paused()).isEmpty();
  }

  private int apart() {
    return Math.abs(data.size() - moreData.size());
  }

  private void assign() {
    consumer.assign(List.of(COMMANDS, DATA));
    consumer.seekToBeginning(List.of(COMMANDS, DATA));
  }

  private void subscribe() {
    consumer.subscribe(List.of(COMMANDS.topic(), DATA.topic()), new NothingToDo());
  }

  /** Publishes all data and a command that is younger than its first {@code older} records. */
  private void publish(int older) throws Exception {
    publishData();
    publishCommand(older);
  }

  private void publishData() throws Exception {
    kafka
        .clients()
        .sendAll(
            LongStream.range(0, DATA_RECORDS)
                .mapToObj(number -> record(DATA, start + 2 * number))
                .toList());
  }

  private void publishCommand(int older) throws Exception {
    kafka.clients().sendAll(List.of(record(COMMANDS, start + 2L * older - 1)));
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition to, long timestamp) {
    return record(to, timestamp, VALUE);
  }

  private static ProducerRecord<byte[], byte[]> record(
      TopicPartition to, long timestamp, byte[] value) {
    return new ProducerRecord<>(to.topic(), to.partition(), timestamp, null, value);
  }

  private void pollUntil(BooleanSupplier condition) {
    Awaitility.await("records")
        .atMost(TopicTail.PATIENCE)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return condition.getAsBoolean();
            });
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    polled.forEach(this::take);
    OffsetAndMetadata next = polled.nextOffsets().get(COMMANDS);
    if (consumer.assignment().contains(COMMANDS)) {
      assertThat(consumer.position(COMMANDS)).isEqualTo(commands.size());
    }
    if (next != null) {
      assertThat(next.offset()).isEqualTo(commands.size());
      pollsThatHeldBack += commands.isEmpty() ? 1 : 0;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(COMMANDS.topic())) {
      commands.add(record);
    } else {
      (record.topic().equals(DATA.topic()) ? data : moreData).add(record);
    }
  }

  private static List<Long> offsets(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static final class NothingToDo implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // nothing is kept of them
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // nothing is kept of them
    }
  }
}

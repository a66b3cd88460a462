package io.winnow.streams;

import io.winnow.schemas.client.KafkaUnreachableException;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.TopicCheck;
import io.winnow.selection.limit.SizeLimitException;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.streams.client.BrokerTopicIds;
import io.winnow.streams.client.StreamsClients;
import io.winnow.streams.signature.ManifestSigner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the life of a streams instance: checks the topics, starts, and fails loudly. An instance
 * that cannot go on stops; a supervisor starts it again, and exactly-once processing makes that
 * safe.
 */
public final class StreamsRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final KafkaStreams streams;
  private final BrokerTopicIds topicIds;
  private final Restorations restorations = new Restorations();
  private final GroupMembershipOperation whenClosed;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final StartWatch startWatch;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private StreamsRunner(
      KafkaStreams streams, BrokerTopicIds topicIds, GroupMembershipOperation whenClosed) {
    this.streams = streams;
    this.topicIds = topicIds;
    this.whenClosed = whenClosed;
    this.startWatch = new StartWatch(streams::state, this::hasTasks, restorations);
    streams.setGlobalStateRestoreListener(restorations);
    streams.setUncaughtExceptionHandler(
        error -> {
          failure.compareAndSet(null, error);
          LOG.error("streams instance fails", error);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (newState, oldState) -> {
          LOG.info("streams instance goes from {} to {}", oldState, newState);
          if (newState == State.RUNNING) {
            running.countDown();
          } else if (newState == State.ERROR || newState == State.NOT_RUNNING) {
            running.countDown();
            stopped.countDown();
          }
        });
  }

  /**
   * Checks the topics and starts an instance.
   *
   * @param softwareVersion for manifests
   * @throws org.apache.kafka.common.config.ConfigException if the signing key cannot be read
   * @throws KafkaUnreachableException if no broker answers
   * @throws TopicsNotReadyException if topics are missing or set up wrongly
   * @throws OtherApplicationException if the topics belong to another application
   */
  public static StreamsRunner start(StreamsAppConfig config, String softwareVersion) {
    Optional<ManifestSigner> signer = config.signer();
    TopicCatalog topics = config.topics();
    int partitions =
        KafkaUnreachableException.explaining(
            config.adminSettings(), () -> checkTopics(config, topics));
    BrokerTopicIds topicIds = new BrokerTopicIds(config.adminSettings());
    WinnowTopology topology =
        new WinnowTopology(
            topics, partitions, softwareVersion, signer, config.answerInterval(), topicIds);
    KafkaStreams streams =
        new KafkaStreams(
            topology.get(),
            config.streamsSettings(topics.maxRequestBytes(), partitions),
            new StreamsClients(topology.inputs()));
    StreamsRunner runner =
        new StreamsRunner(
            streams,
            topicIds,
            config.staticMember()
                ? GroupMembershipOperation.REMAIN_IN_GROUP
                : GroupMembershipOperation.LEAVE_GROUP);
    streams.start();
    runner.startWatch.start();
    return runner;
  }

  /** Returns the instance, for metrics and health. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Returns how many records of changelogs were read so far to bring back lost or moved state. */
  public long restoredRecords() {
    return restorations.records();
  }

  /** Returns whether the instance works: it has its partitions or waits for them. */
  public boolean healthy() {
    return streams.state().isRunningOrRebalancing();
  }

  /**
   * Waits until the instance has its partitions and their state.
   *
   * @return whether it came to that within the limit
   * @throws StreamsFailedException if it failed
   */
  public boolean awaitRunning(Duration limit) throws InterruptedException {
    boolean reached = running.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    throwFailure();
    return reached;
  }

  private boolean hasTasks() {
    return streams.metadataForLocalThreads().stream()
        .anyMatch(thread -> !thread.activeTasks().isEmpty());
  }

  /** Returns what the instance waits for, in a line; empty if it works. */
  public String waitsFor() {
    return startWatch.waitsFor();
  }

  /**
   * Waits until the instance has stopped.
   *
   * @throws StreamsFailedException if it stopped because it failed
   */
  public void join() throws InterruptedException {
    stopped.await();
    throwFailure();
  }

  /**
   * Commits what was processed, leaves the group and stops. Leaving lets the other instances, or
   * the next start of this one, take the partitions at once instead of after the session timeout. A
   * static member does not leave: its partitions wait for it as long.
   */
  @Override
  public void close() {
    CloseOptions options =
        CloseOptions.timeout(CLOSE_LIMIT).withGroupMembershipOperation(whenClosed);
    if (!streams.close(options)) {
      LOG.warn("streams instance did not stop within {}", CLOSE_LIMIT);
    }
    topicIds.close();
    startWatch.close();
  }

  private void throwFailure() {
    Throwable error = failure.get();
    if (error != null) {
      throw new StreamsFailedException(error);
    }
  }

  private static void checkPartitions(int partitions) {
    try {
      SizeLimits.checkPartitions(partitions);
    } catch (SizeLimitException e) {
      throw new TopicsNotReadyException(List.of(e.getMessage()));
    }
  }

  private static int checkTopics(StreamsAppConfig config, TopicCatalog topics) {
    try (Admin admin = Admin.create(config.adminSettings())) {
      TopicCheck check = new TopicAdmin(admin).check(topics);
      check.earlyRemovals().forEach(LOG::warn);
      int partitions =
          check.partitions().orElseThrow(() -> new TopicsNotReadyException(check.problems()));
      checkPartitions(partitions);
      String application = config.getString(StreamsAppConfig.APPLICATION_ID);
      ChangelogTopics changelogs = new ChangelogTopics(admin, application);
      new TopicClaim(config.adminSettings(), topics, application, changelogs::exist).require();
      changelogs.mend();
      return partitions;
    }
  }
}

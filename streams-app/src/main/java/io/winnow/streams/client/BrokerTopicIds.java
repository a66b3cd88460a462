package io.winnow.streams.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers. */
public final class BrokerTopicIds implements TopicIds, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerTopicIds.class);

  /** A stream thread waits, with a transaction open. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Admin admin;

  /**
   * @param settings of an admin client
   */
  public BrokerTopicIds(Map<String, Object> settings) {
    this.admin = Admin.create(settings);
  }

  @Override
  public Optional<String> of(String topic) {
    try {
      Uuid id =
          admin
              .describeTopics(
                  List.of(topic),
                  new DescribeTopicsOptions().timeoutMs(Math.toIntExact(LIMIT.toMillis())))
              .allTopicNames()
              .get()
              .get(topic)
              .topicId();
      // brokers without ids say zero
      return id == null || id.equals(Uuid.ZERO_UUID)
          ? Optional.empty()
          : Optional.of(id.toString());
    } catch (ExecutionException e) {
      LOG.warn("id of topic {} not found out: {}", topic, e.getCause().getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close(LIMIT);
  }
}

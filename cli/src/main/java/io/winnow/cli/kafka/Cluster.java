package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.client.BootstrapProbe;
import io.winnow.schemas.serde.InnermostCause;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A reachable Kafka cluster with Winnow's topics. Opening it proves that it answers. */
public final class Cluster implements AutoCloseable {

  private static final int ANSWER_LIMIT_MS = 10_000;

  private final Admin admin;
  private final TopicCatalog catalog;
  private final Map<String, Object> settings;
  private final PrintWriter err;
  private final UnreadableRecords unreadable = new UnreadableRecords();

  private Cluster(
      Admin admin, TopicCatalog catalog, Map<String, Object> settings, PrintWriter err) {
    this.admin = admin;
    this.catalog = catalog;
    this.settings = settings;
    this.err = err;
  }

  /**
   * Connects.
   *
   * @throws CommandException if no broker answers within ten seconds
   */
  public static Cluster connect(ConnectionOptions options) {
    Map<String, Object> settings = options.clientSettings();
    Map<String, Object> adminSettings = new java.util.HashMap<>(settings);
    adminSettings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS / 2);
    adminSettings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS);
    try {
      Cluster cluster =
          new Cluster(Admin.create(adminSettings), options.catalog(), settings, options.err());
      cluster.requireAnswer();
      return cluster;
    } catch (KafkaException e) {
      throw new CommandException(
          "--bootstrap-servers " + options.bootstrapServers() + ": " + InnermostCause.words(e), e);
    }
  }

  /** The topics of this cluster. */
  public TopicCatalog catalog() {
    return catalog;
  }

  /** Settings with which further clients reach this cluster. */
  public Map<String, Object> settings() {
    return settings;
  }

  /** Records that readers of this cluster left out; {@link #close} names them. */
  public UnreadableRecords unreadable() {
    return unreadable;
  }

  /** For what the other methods do not offer. */
  public Admin admin() {
    return admin;
  }

  /**
   * The partition count of a topic.
   *
   * @throws CommandException if the topic does not exist
   */
  public int partitionsOf(Topic<?> topic) {
    try {
      TopicDescription description =
          get(admin.describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()));
      return description.partitions().size();
    } catch (UnknownTopicOrPartitionException e) {
      throw new CommandException(
          "topic "
              + topic.name()
              + " does not exist at "
              + servers()
              + "; '"
              + TopicAdmin.mendCommand(catalog)
              + "' makes it",
          e);
    } catch (TopicAuthorizationException e) {
      throw new CommandException(
          "this user may not describe topic "
              + topic.name()
              + "; 'winnow topics acls' prints who needs which rights",
          e);
    }
  }

  /**
   * The result of an admin call.
   *
   * @throws CommandException if the cluster does not answer
   */
  public <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while waiting for Kafka", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new CommandException(
            "Kafka does not answer at "
                + servers()
                + ": "
                + BootstrapProbe.of(settings).findings()
                + " ('winnow up' starts one; --bootstrap-servers names another)",
            e);
      }
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new CommandException("Kafka at " + servers() + ": " + InnermostCause.words(e), e);
    }
  }

  @Override
  public void close() {
    unreadable.print(err);
    admin.close();
  }

  private void requireAnswer() {
    try {
      get(admin.describeCluster().clusterId());
    } catch (RuntimeException e) {
      // Nothing useful can still be under way; the default would wait for it.
      admin.close(java.time.Duration.ZERO);
      throw e;
    }
  }

  private String servers() {
    return String.valueOf(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }
}

package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.TopicCheck;
import io.winnow.schemas.topic.TopicCreation;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * Creates topics and waits until brokers show them. Kafka answers a creation before every broker
 * has heard of it, and whoever looks at once (as the services do at their start) may not see it.
 */
public final class TopicSetup {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private TopicSetup() {}

  /**
   * Creates what is missing.
   *
   * @param replication replicas of new topics; -1: the brokers' default
   * @throws CommandException if the topics are not as wanted after 30 seconds
   */
  public static TopicCreation create(
      Admin admin, TopicCatalog catalog, int partitions, short replication)
      throws InterruptedException {
    TopicAdmin topics = new TopicAdmin(admin);
    TopicCreation creation = topics.create(catalog, partitions, replication);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    TopicCheck check = topics.check(catalog);
    while (!check.fine()) {
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            "created topics, but after "
                + LIMIT.toSeconds()
                + " s: "
                + String.join("; ", check.problems()));
      }
      Thread.sleep(INTERVAL.toMillis());
      check = topics.check(catalog);
    }
    return creation;
  }
}

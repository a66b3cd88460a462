package io.winnow.streams;

import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.intake.CommandSender;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure, before anything else is written, that the topics belong to this application. Two
 * applications that read the same reports would close each round twice.
 *
 * <p>An application claims the topics by a command that names it. The first in the log counts, so
 * of two that start at the same time one goes on and the other learns of it here.
 */
final class TopicClaim {

  private static final Logger LOG = LoggerFactory.getLogger(TopicClaim.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

  private final Map<String, Object> clients;
  private final Topic<PoolCommand> topic;
  private final String application;
  private final BooleanSupplier hasState;

  /** What the log says before its first claim, and who made that. */
  private record Found(Optional<String> owner, boolean commands) {}

  /**
   * @param clients with which clients reach the cluster
   * @param hasState whether there is state of this application
   */
  TopicClaim(
      Map<String, Object> clients,
      TopicCatalog topics,
      String application,
      BooleanSupplier hasState) {
    this.clients = clients;
    this.topic = topics.poolCommands();
    this.application = application;
    this.hasState = hasState;
  }

  /**
   * Claims the topics unless they are claimed.
   *
   * @throws OtherApplicationException if they belong to another application
   */
  void require() {
    Found found = find();
    if (found.owner().isEmpty()) {
      if (found.commands() && !hasState.getAsBoolean()) {
        throw new OtherApplicationException(
            String.format(
                "topic %s has commands of an earlier version, and application %s has no state: start"
                    + " the application that wrote them first, under its own application.id; it"
                    + " then owns the topics",
                topic.name(), application));
      }
      claim();
      found = find();
    }
    String owner = found.owner().orElse(application);
    if (!owner.equals(application)) {
      throw new OtherApplicationException(
          String.format(
              "the topics %s* belong to streams application %s, so %s does not start: set"
                  + " application.id=%s to be an instance of it, or another topic.prefix",
              topic.name().substring(0, topic.name().length() - "pool-commands".length()),
              owner,
              application,
              owner));
    }
  }

  private void claim() {
    Map<String, Object> settings = new HashMap<>(clients);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false); // a second one changes nothing
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              topic.record(
                  CommandSender.PARTITION,
                  null,
                  Integer.toString(CommandSender.PARTITION),
                  CommandSender.claim(application)))
          .get();
      LOG.info("application {} claims topic {}", application, topic.name());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while claiming topic " + topic.name(), e);
    }
  }

  /** Reads to the first claim, else to the end; a transaction that is still open holds up none. */
  private Found find() {
    Map<String, Object> settings = new HashMap<>(clients);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    TopicPartition partition = new TopicPartition(topic.name(), CommandSender.PARTITION);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      boolean commands = false;
      long progress = System.nanoTime();
      while (consumer.position(partition) < end) {
        long before = consumer.position(partition);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Optional<PoolCommand> command = CommandSender.command(topic, record.value());
          Optional<String> sender = command.map(PoolCommand::getApplication);
          if (sender.isPresent()) {
            return new Found(sender, commands);
          }
          commands |= command.isPresent();
        }
        if (consumer.position(partition) > before) {
          progress = System.nanoTime();
        } else if (System.nanoTime() - progress > SILENCE_LIMIT.toNanos()) {
          throw new TimeoutException(
              "topic " + partition + ": no record for " + SILENCE_LIMIT.toSeconds() + " s");
        }
      }
      return new Found(Optional.empty(), commands);
    }
  }
}

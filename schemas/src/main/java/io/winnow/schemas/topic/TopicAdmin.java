package io.winnow.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and checks the topics of a catalogue. Kafka's errors come as {@link KafkaException}. */
public final class TopicAdmin {
  private static final Duration VISIBLE_LIMIT = Duration.ofSeconds(30);
  private static final long VISIBLE_PAUSE_MS = 50;

  private final Admin admin;

  /** Works through the given client, which stays the caller's to close. */
  public TopicAdmin(Admin admin) {
    this.admin = Objects.requireNonNull(admin, "admin");
  }

  /** The command that creates and mends a catalogue's topics. */
  public static String mendCommand(TopicCatalog catalog) {
    String command = "winnow topics create";
    return catalog.prefix().equals(TopicCatalog.DEFAULT_PREFIX)
        ? command
        : command + " --prefix " + catalog.prefix();
  }

  /** The partition count of most of the topics that exist; {@code otherwise} if none does. */
  public int partitionsOr(TopicCatalog catalog, int otherwise) {
    int usual = usualPartitions(describe(catalog).values());
    return usual > 0 ? usual : otherwise;
  }

  /**
   * Creates the topics that are missing and mends {@code cleanup.policy} and a too small {@code
   * max.message.bytes} of the others. Doing it twice does nothing. Returns when the broker asked
   * knows all of them.
   *
   * @param partitions count P for all topics
   * @param replication replication factor of new topics; -1: the broker's default
   * @throws IllegalArgumentException if topics exist with another partition count: it cannot be
   *     changed without moving images between partitions
   */
  public TopicCreation create(TopicCatalog catalog, int partitions, short replication) {
    Map<String, TopicDescription> descriptions = describe(catalog);
    for (Topic<?> topic : catalog.all()) {
      TopicDescription description = descriptions.get(topic.name());
      if (description != null && description.partitions().size() != partitions) {
        throw new IllegalArgumentException(
            "topic "
                + topic.name()
                + " exists with "
                + description.partitions().size()
                + " partitions, not "
                + partitions);
      }
    }
    List<String> created = new ArrayList<>();
    for (Topic<?> topic : catalog.all()) {
      if (!descriptions.containsKey(topic.name()) && createOne(topic, partitions, replication)) {
        created.add(topic.name());
      }
    }
    awaitVisible(catalog);
    List<Topic<?>> existing =
        catalog.all().stream().filter(topic -> !created.contains(topic.name())).toList();
    return new TopicCreation(List.copyOf(created), names(existing), mend(existing));
  }

  private boolean createOne(Topic<?> topic, int partitions, short replication) {
    NewTopic wanted = new NewTopic(topic.name(), partitions, replication).configs(topic.config());
    try {
      await(admin.createTopics(List.of(wanted)).all());
      return true;
    } catch (TopicExistsException e) {
      // Someone else created it since we looked.
      return false;
    } catch (TopicAuthorizationException e) {
      throw denied("create", topic.name(), e);
    }
  }

  /**
   * The controller answers before the brokers have heard of a new topic; whoever checks or uses it
   * right away would be told that it is missing.
   */
  private void awaitVisible(TopicCatalog catalog) {
    long deadline = System.nanoTime() + VISIBLE_LIMIT.toNanos();
    while (describe(catalog).size() < catalog.all().size()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "the broker does not know the new topics after " + VISIBLE_LIMIT.toSeconds() + " s");
      }
      try {
        Thread.sleep(VISIBLE_PAUSE_MS);
      } catch (InterruptedException e) {
        throw new InterruptException("interrupted while waiting for new topics", e);
      }
    }
  }

  private List<String> mend(List<Topic<?>> existing) {
    List<FoundTopic> wrong =
        found(existing).values().stream().filter(topic -> !topic.wrong().isEmpty()).toList();
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        wrong.stream()
            .collect(
                Collectors.toMap(topic -> resource(topic.wanted().name()), FoundTopic::mending));
    if (!changes.isEmpty()) {
      await(admin.incrementalAlterConfigs(changes).all());
    }
    return wrong.stream().map(topic -> topic.wanted().name()).toList();
  }

  /**
   * Looks for topics that are missing, differ in partition count, have the wrong {@code
   * cleanup.policy} or take too small records only, and for those that remove records early.
   */
  public TopicCheck check(TopicCatalog catalog) {
    Map<String, TopicDescription> descriptions = describe(catalog);
    Map<String, FoundTopic> found =
        found(
            catalog.all().stream()
                .filter(topic -> descriptions.containsKey(topic.name()))
                .toList());
    int usual = usualPartitions(descriptions.values());
    String mend = mendCommand(catalog);
    List<String> problems = new ArrayList<>();
    for (Topic<?> topic : catalog.all()) {
      TopicDescription description = descriptions.get(topic.name());
      if (description == null) {
        problems.add("topic " + topic.name() + " is missing; run: " + mend);
        continue;
      }
      int partitions = description.partitions().size();
      if (partitions != usual) {
        problems.add(
            String.format(
                "topic %s has %d partitions, the others have %d; delete it (its records are lost), then run: %s"
                    + " --partitions %d",
                topic.name(), partitions, usual, mend, usual));
      }
      problems.addAll(found.get(topic.name()).problems(mend));
    }
    return new TopicCheck(
        List.copyOf(problems),
        found.values().stream().flatMap(topic -> topic.earlyRemovals().stream()).toList(),
        problems.isEmpty() ? OptionalInt.of(usual) : OptionalInt.empty());
  }

  /** The most frequent partition count, the larger one of equals; 0 without topics. */
  private static int usualPartitions(Collection<TopicDescription> descriptions) {
    Map<Integer, Long> frequency =
        descriptions.stream()
            .map(description -> description.partitions().size())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return frequency.entrySet().stream()
        .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private Map<String, TopicDescription> describe(TopicCatalog catalog) {
    Map<String, TopicDescription> found = new LinkedHashMap<>();
    admin
        .describeTopics(names(catalog.all()))
        .topicNameValues()
        .forEach(
            (name, description) -> {
              try {
                found.put(name, await(description));
              } catch (UnknownTopicOrPartitionException e) {
                // Absence is an answer here: the caller reports or creates the topic.
              } catch (TopicAuthorizationException e) {
                throw denied("describe", name, e);
              }
            });
    return found;
  }

  /** The topics, which must exist, by name and in the given order. */
  private Map<String, FoundTopic> found(List<Topic<?>> topics) {
    List<ConfigResource> resources = topics.stream().map(topic -> resource(topic.name())).toList();
    Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(resources).values();
    Map<String, FoundTopic> found = new LinkedHashMap<>();
    topics.forEach(
        topic ->
            found.put(
                topic.name(),
                new FoundTopic(topic, config(topic, configs.get(resource(topic.name()))))));
    return found;
  }

  private static Config config(Topic<?> topic, KafkaFuture<Config> asked) {
    try {
      return await(asked);
    } catch (TopicAuthorizationException e) {
      throw denied("read the settings of", topic.name(), e);
    }
  }

  /** Kafka's own message does not say which topic. */
  private static TopicAuthorizationException denied(
      String what, String topic, TopicAuthorizationException cause) {
    TopicAuthorizationException named =
        new TopicAuthorizationException(
            "this user may not %s topic %s; 'winnow topics acls' prints who needs which rights"
                .formatted(what, topic),
            Set.of(topic));
    named.initCause(cause);
    return named;
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static List<String> names(List<Topic<?>> topics) {
    return topics.stream().map(Topic::name).toList();
  }

  private static <R> R await(KafkaFuture<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while waiting for the broker", e);
    }
  }
}

package io.winnow.streams;

import io.winnow.schemas.access.Role;
import io.winnow.schemas.client.GroupConsumers;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.round.RoundCoordinator;
import io.winnow.streams.failure.FaultHandler;
import io.winnow.streams.signature.KeyFileException;
import io.winnow.streams.signature.ManifestSigner;
import io.winnow.streams.store.BoundedRocksDb;
import io.winnow.streams.store.PoolStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of the streams application. */
public final class StreamsAppConfig extends AbstractConfig {

  public static final String BOOTSTRAP_SERVERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
  private static final String BOOTSTRAP_SERVERS_DOC = "Kafka brokers, host:port, comma separated.";

  public static final String TOPIC_PREFIX = "topic.prefix";
  private static final String TOPIC_PREFIX_DOC = "Starts the name of every topic.";

  public static final String APPLICATION_ID = StreamsConfig.APPLICATION_ID_CONFIG;
  private static final String APPLICATION_ID_DOC =
      "Consumer group, prefix of changelog topics and transactional ids. Instances that share it"
          + " share the partitions.";

  public static final String STATE_DIR = StreamsConfig.STATE_DIR_CONFIG;
  private static final String STATE_DIR_DOC =
      "Directory of the RocksDB stores; what is lost there is restored from changelogs.";

  public static final String THREADS = StreamsConfig.NUM_STREAM_THREADS_CONFIG;
  private static final String THREADS_DOC =
      "Threads that process tasks; at most 2 x partitions have work.";

  public static final String COMMIT_INTERVAL_MS = StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
  private static final String COMMIT_INTERVAL_MS_DOC =
      "How often transactions are committed, in milliseconds. A round takes some five commits.";

  public static final String REPLICATION_FACTOR = StreamsConfig.REPLICATION_FACTOR_CONFIG;
  private static final String REPLICATION_FACTOR_DOC =
      "Replication factor of changelog topics; -1: the broker's default.";

  public static final String STANDBY_REPLICAS = StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
  private static final String STANDBY_REPLICAS_DOC =
      "Copies of each store kept warm on other instances. Under group.protocol=streams the brokers"
          + " decide, by the group's streams.num.standby.replicas.";

  public static final String GROUP_PROTOCOL = StreamsConfig.GROUP_PROTOCOL_CONFIG;
  private static final String GROUP_PROTOCOL_DOC =
      "classic: an instance assigns the partitions. streams: the brokers do (KIP-1071, brokers from"
          + " 4.2).";

  public static final String GROUP_INSTANCE_ID = CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG;
  private static final String GROUP_INSTANCE_ID_DOC =
      "Name that this instance keeps when it restarts, other than any other's: static membership."
          + " If it is back before kafka.consumer.session.timeout.ms, nothing moves. Empty: it"
          + " leaves when it stops.";

  public static final String ROCKSDB_MEMORY_BYTES = BoundedRocksDb.MEMORY_BYTES;
  private static final String ROCKSDB_MEMORY_BYTES_DOC =
      "Memory of all RocksDB stores of the process together: blocks, indexes and write buffers.";

  public static final String CACHE_BYTES = PoolStores.CACHE_BYTES;
  private static final String CACHE_BYTES_DOC =
      "Heap for candidates and index entries used last, of all partitions together. 128 MiB hold a"
          + " pool of 100,000 images that are scored again and again; larger ones are read"
          + " from RocksDB.";

  public static final String SIGNING_KEY_FILE = "signing.key.file";
  private static final String SIGNING_KEY_FILE_DOC =
      "File of the Ed25519 private key, PKCS#8 in PEM, that signs manifests. Empty: not signed. All"
          + " instances need the same.";

  public static final String ANSWER_INTERVAL_MS = "round.answer.interval.ms";
  private static final String ANSWER_INTERVAL_MS_DOC =
      "How long a round waits for its partitions before it asks those that are silent again, in"
          + " milliseconds; twice as long each further time, up to 32 times. A round that is to be"
          + " aborted waits so long for them.";

  static final String CLASSIC = "classic";
  static final String STREAMS = "streams";

  /** Prefix of settings handed to Kafka Streams and its clients without the prefix. */
  public static final String KAFKA_PREFIX = "kafka.";

  /** Prefixes below which Kafka's own settings are passed on to Kafka Streams and its clients. */
  public static final List<String> OPEN_PREFIXES = List.of(KAFKA_PREFIX);

  /** Settings of Kafka Streams that have a name of their own here. */
  private static final List<String> OWN_STREAMS_SETTINGS =
      List.of(
          BOOTSTRAP_SERVERS,
          APPLICATION_ID,
          STATE_DIR,
          THREADS,
          COMMIT_INTERVAL_MS,
          REPLICATION_FACTOR,
          STANDBY_REPLICAS,
          GROUP_PROTOCOL,
          GROUP_INSTANCE_ID);

  private static final ConfigDef DEF =
      RegistryConfig.configDef()
          .define(
              BOOTSTRAP_SERVERS,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              Importance.HIGH,
              BOOTSTRAP_SERVERS_DOC)
          .define(
              TOPIC_PREFIX,
              ConfigDef.Type.STRING,
              TopicCatalog.DEFAULT_PREFIX,
              Importance.MEDIUM,
              TOPIC_PREFIX_DOC)
          .define(
              APPLICATION_ID,
              ConfigDef.Type.STRING,
              Role.DEFAULT_APPLICATION_ID,
              Importance.HIGH,
              APPLICATION_ID_DOC)
          .define(STATE_DIR, ConfigDef.Type.STRING, "winnow-state", Importance.HIGH, STATE_DIR_DOC)
          .define(THREADS, ConfigDef.Type.INT, 2, Range.atLeast(1), Importance.MEDIUM, THREADS_DOC)
          .define(
              COMMIT_INTERVAL_MS,
              ConfigDef.Type.LONG,
              100L,
              Range.atLeast(1),
              Importance.MEDIUM,
              COMMIT_INTERVAL_MS_DOC)
          .define(
              REPLICATION_FACTOR, ConfigDef.Type.INT, -1, Importance.MEDIUM, REPLICATION_FACTOR_DOC)
          .define(
              STANDBY_REPLICAS,
              ConfigDef.Type.INT,
              0,
              Range.atLeast(0),
              Importance.MEDIUM,
              STANDBY_REPLICAS_DOC)
          .define(
              GROUP_PROTOCOL,
              ConfigDef.Type.STRING,
              CLASSIC,
              ValidString.in(CLASSIC, STREAMS),
              Importance.LOW,
              GROUP_PROTOCOL_DOC)
          .define(
              GROUP_INSTANCE_ID,
              ConfigDef.Type.STRING,
              "",
              Importance.MEDIUM,
              GROUP_INSTANCE_ID_DOC)
          .define(
              ROCKSDB_MEMORY_BYTES,
              ConfigDef.Type.LONG,
              256L << 20,
              Range.atLeast(16L << 20),
              Importance.MEDIUM,
              ROCKSDB_MEMORY_BYTES_DOC)
          .define(
              CACHE_BYTES,
              ConfigDef.Type.LONG,
              128L << 20,
              Range.atLeast(0),
              Importance.MEDIUM,
              CACHE_BYTES_DOC)
          .define(
              SIGNING_KEY_FILE, ConfigDef.Type.STRING, "", Importance.MEDIUM, SIGNING_KEY_FILE_DOC)
          .define(
              ANSWER_INTERVAL_MS,
              ConfigDef.Type.LONG,
              RoundCoordinator.ANSWER_INTERVAL.toMillis(),
              Range.between(1_000, 3_600_000),
              Importance.LOW,
              ANSWER_INTERVAL_MS_DOC);

  /**
   * @throws ConfigException if a setting is unknown, missing or out of range, hides behind {@link
   *     #KAFKA_PREFIX}, or does not go with another
   */
  public StreamsAppConfig(Map<String, ?> settings) {
    super(DEF, settings, false);
    for (String name : OWN_STREAMS_SETTINGS) {
      if (settings.containsKey(KAFKA_PREFIX + name)) {
        throw new ConfigException(KAFKA_PREFIX + name + ": set " + name + " instead");
      }
    }
    PassedOn.requireKnown(DEF.names(), originals());
    if (getString(GROUP_PROTOCOL).equals(STREAMS)) {
      StreamsProtocolRules.check(this);
    }
  }

  /** Returns the definition of all settings, for checks and documentation. */
  public static ConfigDef configDef() {
    return new ConfigDef(DEF);
  }

  /** Returns whether the instance keeps its place in the group while it is stopped. */
  public boolean staticMember() {
    return !getString(GROUP_INSTANCE_ID).isEmpty();
  }

  /** Returns the topics these settings name. */
  public TopicCatalog topics() {
    return new TopicCatalog(getString(TOPIC_PREFIX), originals());
  }

  /**
   * Reads the key that signs manifests, if there is one.
   *
   * @throws ConfigException if the file is not such a key
   */
  public Optional<ManifestSigner> signer() {
    String file = getString(SIGNING_KEY_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ManifestSigner.read(Path.of(file)));
    } catch (KeyFileException e) {
      throw new ConfigException(SIGNING_KEY_FILE + ": " + e.getMessage());
    }
  }

  /** Returns how long partitions are given to answer before they are asked again. */
  public Duration answerInterval() {
    return Duration.ofMillis(getLong(ANSWER_INTERVAL_MS));
  }

  /** Returns settings for an admin client. */
  public Map<String, Object> adminSettings() {
    Map<String, Object> settings = new HashMap<>(originalsWithPrefix(KAFKA_PREFIX));
    settings.put(BOOTSTRAP_SERVERS, getString(BOOTSTRAP_SERVERS));
    return settings;
  }

  /**
   * Returns settings for Kafka Streams. Guarantees are not negotiable: they go last, over whatever
   * was passed through.
   *
   * @param maxRequestBytes largest request a producer must be able to send
   * @param partitions of every topic (P)
   */
  public Properties streamsSettings(int maxRequestBytes, int partitions) {
    Properties settings = new Properties();
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxRequestBytes);
    Map<String, Object> passedOn = originalsWithPrefix(KAFKA_PREFIX);
    settings.putAll(passedOn);
    GroupConsumers.defaults()
        .forEach(
            (name, value) -> {
              if (!passedOn.containsKey(name)) {
                settings.putIfAbsent(StreamsConfig.consumerPrefix(name), value);
              }
            });
    for (String name : OWN_STREAMS_SETTINGS) {
      settings.put(name, get(name));
    }
    if (getString(GROUP_PROTOCOL).equals(CLASSIC)) {
      // our own consumer keeps the inputs in order
      settings.putIfAbsent(
          StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    }
    if (!staticMember()) {
      settings.remove(GROUP_INSTANCE_ID); // to Kafka an empty name is a wrong one
    }
    settings.putAll(BoundedRocksDb.settings(getLong(ROCKSDB_MEMORY_BYTES), partitions));
    settings.putAll(PoolStores.settings(getLong(CACHE_BYTES), partitions));
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // A changelog's records carry the time of the record that caused them, which their topic may
    // refuse; nobody reads it.
    ChangelogTopics.SETTINGS.forEach(
        (name, value) -> settings.put(StreamsConfig.topicPrefix(name), value));
    settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, FaultHandler.class);
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FaultHandler.class);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, FaultHandler.class);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return settings;
  }
}

package io.winnow.descriptor.worker;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.source.AllowedHosts;
import io.winnow.descriptor.source.FetchSettings;
import io.winnow.descriptor.source.HttpLimits;
import io.winnow.descriptor.source.InternalNetworks;
import io.winnow.descriptor.source.RetryPolicy;
import io.winnow.descriptor.source.S3Settings;
import io.winnow.descriptor.source.SourceSettings;
import io.winnow.schemas.access.Role;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicCatalog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * Settings of the descriptor worker. Kafka client settings are passed on: {@code kafka.NAME} to
 * every client, {@code consumer.NAME} and {@code producer.NAME} to one; so are the registry
 * client's own ({@code schema.registry.ssl.*}, {@code basic.auth.*}, {@code bearer.auth.*}, {@code
 * proxy.*}). Any other unknown name is an error.
 */
public final class WorkerConfig extends AbstractConfig {

  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String BOOTSTRAP_SERVERS_DOC = "Kafka brokers to start from, host:port.";

  public static final String TOPIC_PREFIX = "topic.prefix";
  private static final String TOPIC_PREFIX_DOC = "What the names of all topics start with.";

  public static final String GROUP_ID = "group.id";
  private static final String GROUP_ID_DOC =
      "Consumer group. Workers of one group share the images; another default encoder needs another "
          + "group. A pool's activated encoder has the group GROUP.POOL.ENCODER, with the first 12 "
          + "digits of the encoder's id.";

  public static final String INSTANCE_ID = "instance.id";
  private static final String INSTANCE_ID_DOC =
      "Name of this worker, unique in its group; the transactional id is group.id-instance.id. "
          + "A stable one lets a restarted worker end its predecessor's open transaction at once "
          + "instead of after transaction.timeout.ms. Default: random.";

  public static final String ENCODER = "encoder";
  private static final String ENCODER_DOC = "A built-in encoder (compact), or an encoder file.";

  public static final String BACKBONE = "backbone";
  private static final String BACKBONE_DOC =
      "A built-in backbone, or a backbone directory. Default: the built-in one the encoder names.";

  public static final String BACKEND = "backend";
  private static final String BACKEND_DOC =
      "What runs the backbone: nd4j, onnxruntime, or auto for the fastest there is.";

  public static final String FILE_ROOT = "file.root";
  private static final String FILE_ROOT_DOC =
      "Directory below which file: uris may be read. Default: no file may be read.";

  public static final String HTTP_HOSTS = "http.hosts";
  private static final String HTTP_HOSTS_DOC =
      "Hosts, or host:port, that http: and https: uris may name. Default: none.";

  public static final String HTTP_INTERNAL_NETWORKS = "http.internal.networks";
  private static final String HTTP_INTERNAL_NETWORKS_DOC =
      "Networks (10.1.0.0/16) or addresses that are not public and at which hosts of http.hosts may "
          + "be all the same. Default: none. An address written in http.hosts, and localhost, need "
          + "no entry.";

  public static final String S3_BUCKETS = "s3.buckets";
  private static final String S3_BUCKETS_DOC =
      "Buckets that s3: uris may name. Default: none. Credentials are those of the AWS SDK's default "
          + "chain.";

  public static final String S3_ENDPOINT = "s3.endpoint";
  private static final String S3_ENDPOINT_DOC =
      "http(s) address of a server that speaks S3. Default: AWS.";

  public static final String S3_REGION = "s3.region";
  private static final String S3_REGION_DOC =
      "Region of the buckets. Default: what the AWS SDK's default chain says.";

  public static final String S3_PATH_STYLE = "s3.path.style";
  private static final String S3_PATH_STYLE_DOC =
      "Name the bucket in the path instead of in the host name, as MinIO and others want it.";

  public static final String HTTP_CONNECT_TIMEOUT_MS = "http.connect.timeout.ms";
  private static final String HTTP_CONNECT_TIMEOUT_MS_DOC = "Until a connection must stand.";

  public static final String HTTP_RESPONSE_TIMEOUT_MS = "http.response.timeout.ms";
  private static final String HTTP_RESPONSE_TIMEOUT_MS_DOC =
      "Until the headers of a response must be here.";

  public static final String HTTP_TOTAL_TIMEOUT_MS = "http.total.timeout.ms";
  private static final String HTTP_TOTAL_TIMEOUT_MS_DOC =
      "Until the last byte of an image must be here, redirects included.";

  public static final String FETCH_ATTEMPTS = "fetch.attempts";
  private static final String FETCH_ATTEMPTS_DOC =
      "How often an image is asked for before it becomes a dead letter as unreachable.";

  public static final String FETCH_BACKOFF_MS = "fetch.backoff.ms";
  private static final String FETCH_BACKOFF_MS_DOC =
      "Pause after the first failed attempt; doubles with each further one.";

  public static final String FETCH_CONCURRENCY = "fetch.concurrency";
  private static final String FETCH_CONCURRENCY_DOC =
      "Most images fetched at the same time by this process. An attempt that takes longer than a "
          + "second is no longer counted, up to four times as many in all.";

  public static final String FETCH_PER_HOST = "fetch.per.host";
  private static final String FETCH_PER_HOST_DOC =
      "Most of them from one host (host:port) or S3 bucket.";

  public static final String FETCH_HOST_PATIENCE_MS = "fetch.host.patience.ms";
  private static final String FETCH_HOST_PATIENCE_MS_DOC =
      "How long a host may fail before its images become dead letters, those that wait and those "
          + "that come, until it answers again. Nothing else waits for them.";

  public static final String FETCH_RETRY_AFTER_MAX_MS = "fetch.retry.after.max.ms";
  private static final String FETCH_RETRY_AFTER_MAX_MS_DOC =
      "Most that an image waits because its host asks to come again later (429, or 503 with "
          + "Retry-After); such answers do not count as attempts.";

  public static final String FETCH_MAX_BYTES = "fetch.max.bytes";
  private static final String FETCH_MAX_BYTES_DOC =
      "Most bytes of images fetched but not decoded, by all loops of this process.";

  public static final String FETCH_MAX_WAITING = "fetch.max.waiting.images";
  private static final String FETCH_MAX_WAITING_DOC =
      "Most images read whose content is being fetched or waited for, shared evenly by the assigned "
          + "partitions; their records have at most 64 MiB. So many images of a host that does not "
          + "answer hold up no other.";

  public static final String DECODE_THREADS = "decode.threads";
  private static final String DECODE_THREADS_DOC =
      "Threads that decode and resample; 0: one for each processor. All of them together hold "
          + "max.in.flight.pixels.";

  public static final String MAX_IMAGE_BYTES = "max.image.bytes";
  private static final String MAX_IMAGE_BYTES_DOC = "Most bytes of an encoded image.";

  public static final String MAX_IMAGE_PIXELS = "max.image.pixels";
  private static final String MAX_IMAGE_PIXELS_DOC =
      "Most pixels of an image, and 16 bytes for each while it is decoded; checked against its header "
          + "before decoding.";

  public static final String BATCH_SIZE = "batch.size";
  private static final String BATCH_SIZE_DOC =
      "Most images described together; on a CPU, ONNX Runtime takes them in parts, one per processor.";

  public static final String BATCH_LINGER_MS = "batch.linger.ms";
  private static final String BATCH_LINGER_MS_DOC =
      "How long an image that is ready waits for others.";

  public static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
  private static final String COMMIT_INTERVAL_MS_DOC =
      "How long a described image waits for those behind it to share its transaction. It never waits "
          + "when there are none.";

  public static final String MAX_IN_FLIGHT = "max.in.flight.images";
  private static final String MAX_IN_FLIGHT_DOC =
      "Most images in memory but not described, shared evenly by the assigned partitions; half as "
          + "many more may wait for their transaction.";

  public static final String MAX_IN_FLIGHT_PIXELS = "max.in.flight.pixels";
  private static final String MAX_IN_FLIGHT_PIXELS_DOC =
      "Most pixels decoded at the same time, by all threads and loops of this process, a pixel taken "
          + "for 16 bytes; at most half of the heap. A larger image is decoded alone.";

  /** Of the records whose images are waited for; 6 kB for each image of the default. */
  private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;

  private static final ConfigDef DEF = define();

  private static ConfigDef define() {
    return RegistryConfig.configDef()
        .define(BOOTSTRAP_SERVERS, LIST, NO_DEFAULT_VALUE, HIGH, BOOTSTRAP_SERVERS_DOC)
        .define(TOPIC_PREFIX, STRING, TopicCatalog.DEFAULT_PREFIX, MEDIUM, TOPIC_PREFIX_DOC)
        .define(GROUP_ID, STRING, Role.DEFAULT_WORKER_GROUP, MEDIUM, GROUP_ID_DOC)
        .define(INSTANCE_ID, STRING, null, MEDIUM, INSTANCE_ID_DOC)
        .define(ENCODER, STRING, "compact", HIGH, ENCODER_DOC)
        .define(BACKBONE, STRING, null, MEDIUM, BACKBONE_DOC)
        .define(
            BACKEND,
            STRING,
            Backend.AUTO.id(),
            ValidString.in(Backend.AUTO.id(), Backend.ND4J.id(), Backend.ONNXRUNTIME.id()),
            MEDIUM,
            BACKEND_DOC)
        .define(FILE_ROOT, STRING, null, HIGH, FILE_ROOT_DOC)
        .define(HTTP_HOSTS, LIST, List.of(), HIGH, HTTP_HOSTS_DOC)
        .define(HTTP_INTERNAL_NETWORKS, LIST, List.of(), MEDIUM, HTTP_INTERNAL_NETWORKS_DOC)
        .define(S3_BUCKETS, LIST, List.of(), HIGH, S3_BUCKETS_DOC)
        .define(S3_ENDPOINT, STRING, null, MEDIUM, S3_ENDPOINT_DOC)
        .define(S3_REGION, STRING, null, MEDIUM, S3_REGION_DOC)
        .define(S3_PATH_STYLE, BOOLEAN, false, MEDIUM, S3_PATH_STYLE_DOC)
        .define(HTTP_CONNECT_TIMEOUT_MS, INT, 3_000, atLeast(1), LOW, HTTP_CONNECT_TIMEOUT_MS_DOC)
        .define(HTTP_RESPONSE_TIMEOUT_MS, INT, 5_000, atLeast(1), LOW, HTTP_RESPONSE_TIMEOUT_MS_DOC)
        .define(HTTP_TOTAL_TIMEOUT_MS, INT, 10_000, atLeast(1), LOW, HTTP_TOTAL_TIMEOUT_MS_DOC)
        .define(FETCH_ATTEMPTS, INT, 3, between(1, 20), LOW, FETCH_ATTEMPTS_DOC)
        .define(FETCH_BACKOFF_MS, INT, 200, atLeast(0), LOW, FETCH_BACKOFF_MS_DOC)
        .define(FETCH_CONCURRENCY, INT, 64, between(1, 1024), MEDIUM, FETCH_CONCURRENCY_DOC)
        .define(FETCH_PER_HOST, INT, 8, between(1, 1024), MEDIUM, FETCH_PER_HOST_DOC)
        .define(FETCH_HOST_PATIENCE_MS, INT, 60_000, atLeast(0), MEDIUM, FETCH_HOST_PATIENCE_MS_DOC)
        .define(
            FETCH_RETRY_AFTER_MAX_MS, INT, 300_000, atLeast(0), LOW, FETCH_RETRY_AFTER_MAX_MS_DOC)
        .define(FETCH_MAX_BYTES, INT, 128 * 1024 * 1024, atLeast(1), LOW, FETCH_MAX_BYTES_DOC)
        .define(FETCH_MAX_WAITING, INT, 10_000, atLeast(1), LOW, FETCH_MAX_WAITING_DOC)
        .define(DECODE_THREADS, INT, 0, between(0, 256), MEDIUM, DECODE_THREADS_DOC)
        .define(
            MAX_IMAGE_BYTES,
            INT,
            20 * 1024 * 1024,
            between(1, Integer.MAX_VALUE - 1),
            MEDIUM,
            MAX_IMAGE_BYTES_DOC)
        .define(
            MAX_IMAGE_PIXELS,
            INT,
            50_000_000,
            between(1, ImageDecoder.MAX_PIXELS_LIMIT),
            MEDIUM,
            MAX_IMAGE_PIXELS_DOC)
        .define(BATCH_SIZE, INT, 64, between(1, 4096), MEDIUM, BATCH_SIZE_DOC)
        .define(BATCH_LINGER_MS, INT, 50, atLeast(0), MEDIUM, BATCH_LINGER_MS_DOC)
        .define(COMMIT_INTERVAL_MS, INT, 200, atLeast(0), MEDIUM, COMMIT_INTERVAL_MS_DOC)
        .define(MAX_IN_FLIGHT, INT, 256, atLeast(1), LOW, MAX_IN_FLIGHT_DOC)
        .define(
            MAX_IN_FLIGHT_PIXELS, INT, 50_000_000, atLeast(1), MEDIUM, MAX_IN_FLIGHT_PIXELS_DOC);
  }

  private final ClientSettings clients;

  /**
   * Reads the settings.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the setting that is missing,
   *     wrong or unknown
   */
  public WorkerConfig(Map<String, ?> settings) {
    super(DEF, settings, false);
    this.clients = new ClientSettings(DEF.names(), originals());
  }

  /** The definitions, for help texts and layered configuration. */
  public static ConfigDef configDef() {
    return new ConfigDef(DEF);
  }

  /** Prefixes below which Kafka's own settings are passed on to its clients. */
  public static List<String> openPrefixes() {
    return ClientSettings.OPEN_PREFIXES;
  }

  /** The catalogue of topics, with the registry's settings. */
  public TopicCatalog catalog() {
    return new TopicCatalog(getString(TOPIC_PREFIX), originals());
  }

  public String encoder() {
    return getString(ENCODER);
  }

  public Optional<String> backbone() {
    return Optional.ofNullable(getString(BACKBONE));
  }

  public Backend backend() {
    return Backend.parse(getString(BACKEND));
  }

  String topicPrefix() {
    return getString(TOPIC_PREFIX);
  }

  int maxImagePixels() {
    return getInt(MAX_IMAGE_PIXELS);
  }

  int maxInFlightPixels() {
    return getInt(MAX_IN_FLIGHT_PIXELS);
  }

  int decodeThreads() {
    int threads = getInt(DECODE_THREADS);
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  FetchSettings fetching() {
    return new FetchSettings(
        getInt(FETCH_CONCURRENCY),
        getInt(FETCH_PER_HOST),
        getInt(FETCH_MAX_BYTES),
        new RetryPolicy(getInt(FETCH_ATTEMPTS), millis(FETCH_BACKOFF_MS)),
        millis(FETCH_HOST_PATIENCE_MS),
        millis(FETCH_RETRY_AFTER_MAX_MS));
  }

  ReadAhead readAhead() {
    return new ReadAhead(getInt(FETCH_MAX_WAITING), MAX_WAITING_BYTES);
  }

  Batching batching() {
    return new Batching(
        getInt(BATCH_SIZE),
        millis(BATCH_LINGER_MS),
        millis(COMMIT_INTERVAL_MS),
        getInt(MAX_IN_FLIGHT));
  }

  SourceSettings source() {
    return new SourceSettings(
        Optional.ofNullable(getString(FILE_ROOT)).map(Path::of),
        new AllowedHosts(getList(HTTP_HOSTS)),
        new InternalNetworks(getList(HTTP_INTERNAL_NETWORKS)),
        s3(),
        new HttpLimits(
            millis(HTTP_CONNECT_TIMEOUT_MS),
            millis(HTTP_RESPONSE_TIMEOUT_MS),
            millis(HTTP_TOTAL_TIMEOUT_MS)),
        getInt(MAX_IMAGE_BYTES));
  }

  private S3Settings s3() {
    return new S3Settings(
        Set.copyOf(getList(S3_BUCKETS)),
        Optional.ofNullable(getString(S3_ENDPOINT)).map(URI::create),
        Optional.ofNullable(getString(S3_REGION)),
        getBoolean(S3_PATH_STYLE));
  }

  Map<String, Object> adminSettings() {
    return clients.admin(getList(BOOTSTRAP_SERVERS));
  }

  String groupId() {
    return getString(GROUP_ID);
  }

  Map<String, Object> consumerSettings(String group) {
    return clients.consumer(getList(BOOTSTRAP_SERVERS), group, batching().pollRecords());
  }

  /** Settings of a consumer that reads topics whole, outside any group. */
  Map<String, Object> readerSettings() {
    Map<String, Object> settings = consumerSettings(groupId());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return settings;
  }

  /**
   * @param group starts the transactional id
   * @param maxRequestBytes largest request the topics ask for
   */
  Map<String, Object> producerSettings(String group, int maxRequestBytes) {
    String instance =
        Optional.ofNullable(getString(INSTANCE_ID)).orElseGet(() -> UUID.randomUUID().toString());
    return clients.producer(getList(BOOTSTRAP_SERVERS), group + "-" + instance, maxRequestBytes);
  }

  private Duration millis(String name) {
    return Duration.ofMillis(getInt(name));
  }
}

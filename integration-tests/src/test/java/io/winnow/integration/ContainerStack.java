package io.winnow.integration;

import com.github.dockerjava.api.model.RestartPolicy;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Three brokers that are controllers as well, and a registry, with the settings of
 * docker-compose.yml: replication 3, two of them in sync for a write. Services are added to it.
 */
final class ContainerStack implements AutoCloseable {

  static final short REPLICATION = 3;

  private static final int BROKERS = 3;
  private static final int INTERNAL = 9092;
  private static final int EXTERNAL = 9094;
  private static final int REGISTRY = 8080;
  private static final int STATUS = 9600;
  private static final String REGISTRY_PATH = "/apis/ccompat/v7";
  private static final int LAST_LINES = 40;
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  /** How long a silent member of a group is believed alive, and a transaction may stay open. */
  static final Duration FENCED_AFTER = Duration.ofSeconds(6);

  private final Network network = Network.newNetwork();
  private final List<ContainerNode> nodes = new ArrayList<>();
  private final List<ContainerNode> brokers = new ArrayList<>();
  private final int[] brokerPorts =
      IntStream.range(0, BROKERS).map(i -> PublishedPort.free()).toArray();
  private final int registryPort = PublishedPort.free();
  private final ContainerNode registry;

  ContainerStack() {
    for (int i = 0; i < BROKERS; i++) {
      brokers.add(node("kafka-" + (i + 1), broker(i)));
    }
    registry = node("registry", registryContainer());
  }

  /** Starts brokers and registry and waits until they answer. */
  void start() {
    nodes.parallelStream().forEach(ContainerNode::start);
  }

  List<ContainerNode> brokers() {
    return brokers;
  }

  ContainerNode registry() {
    return registry;
  }

  /** Brokers as this JVM reaches them. */
  String bootstrapServers() {
    return Arrays.stream(brokerPorts)
        .mapToObj(port -> "localhost:" + port)
        .collect(Collectors.joining(","));
  }

  /** The registry as this JVM reaches it. */
  String registryUrl() {
    return "http://localhost:" + registryPort + REGISTRY_PATH;
  }

  /** Makes topics of their own for a test. */
  TopicCatalog createTopics(TestClients clients, String prefix, int partitions) {
    TopicCatalog topics = new TopicCatalog(prefix, Map.of(RegistryConfig.URL, registryUrl()));
    new TopicAdmin(clients.admin()).create(topics, partitions, REPLICATION);
    return topics;
  }

  /** Starts a streams instance with a small disk of its own; a failed one is started again. */
  ContainerNode streams(String name, String prefix) {
    GenericContainer<?> container =
        service(ContainerImages.streams(), "streams")
            .withEnv("WINNOW_TOPIC_PREFIX", prefix)
            .withEnv("WINNOW_APPLICATION_ID", prefix + "streams")
            .withTmpFs(Map.of("/var/lib/winnow", "rw,size=192m,uid=10001"));
    return started(name, container);
  }

  /** Starts a worker. */
  ContainerNode worker(String name, String prefix) {
    GenericContainer<?> container =
        service(ContainerImages.worker(), "worker")
            .withEnv("WINNOW_TOPIC_PREFIX", prefix)
            .withEnv("WINNOW_INSTANCE_ID", name);
    return started(name, container);
  }

  /** The end of what each service wrote, for a test that fails. */
  String lastWords() {
    return nodes.stream()
        .filter(node -> !brokers.contains(node))
        .map(node -> "== " + node.name() + "\n" + tail(node.logs()))
        .collect(Collectors.joining("\n"));
  }

  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  @Override
  public void close() {
    nodes.forEach(ContainerNode::close);
    network.close();
  }

  private ContainerNode started(String name, GenericContainer<?> container) {
    ContainerNode node = node(name, container);
    node.start();
    return node;
  }

  private ContainerNode node(String name, GenericContainer<?> container) {
    ContainerNode node = new ContainerNode(name, container, network);
    nodes.add(node);
    return node;
  }

  private GenericContainer<?> broker(int index) {
    int id = index + 1;
    String voters =
        IntStream.rangeClosed(1, BROKERS)
            .mapToObj(voter -> voter + "@kafka-" + voter + ":9093")
            .collect(Collectors.joining(","));
    String advertised =
        "INTERNAL://kafka-" + id + ":" + INTERNAL + ",EXTERNAL://localhost:" + brokerPorts[index];
    return PublishedPort.container(ContainerImages.kafka(), EXTERNAL, brokerPorts[index])
        .withEnv("CLUSTER_ID", "Winnow0Faults0Cluster0")
        .withEnv("KAFKA_HEAP_OPTS", "-Xmx400m")
        .withEnv("KAFKA_NODE_ID", Integer.toString(id))
        .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
        .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", voters)
        .withEnv("KAFKA_LISTENERS", "INTERNAL://:9092,CONTROLLER://:9093,EXTERNAL://:9094")
        .withEnv("KAFKA_ADVERTISED_LISTENERS", advertised)
        .withEnv(
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
            "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT")
        .withEnv("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL")
        .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
        .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
        .withEnv("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")
        .withEnv("KAFKA_MIN_INSYNC_REPLICAS", "2")
        .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "3")
        .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
        .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .waitingFor(Wait.forListeningPort().withStartupTimeout(START_LIMIT));
  }

  private GenericContainer<?> registryContainer() {
    return PublishedPort.container(ContainerImages.registry(), REGISTRY, registryPort)
        .withEnv(
            "REGISTRY_DATASOURCE_URL",
            "jdbc:h2:file:/var/lib/registry/db;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0")
        .waitingFor(Wait.forHttp(REGISTRY_PATH + "/subjects").withStartupTimeout(START_LIMIT));
  }

  private GenericContainer<?> service(DockerImageName image, String command) {
    String seconds = Long.toString(FENCED_AFTER.toMillis());
    return new GenericContainer<>(image)
        .withCommand(
            command,
            "--status-port",
            Integer.toString(STATUS),
            "--set",
            "kafka."
                + (command.equals("streams") ? "consumer." : "")
                + "session.timeout.ms="
                + seconds,
            "--bootstrap-servers",
            "kafka-1:9092,kafka-2:9092,kafka-3:9092",
            "--registry",
            "http://registry:" + REGISTRY + REGISTRY_PATH)
        .withExposedPorts(STATUS)
        .withCreateContainerCmdModifier(
            create ->
                PublishedPort.hostConfig(create.getHostConfig())
                    .withMemory(1L << 30)
                    .withRestartPolicy(RestartPolicy.onFailureRestart(0)))
        .waitingFor(Wait.forHttp("/health").forPort(STATUS).withStartupTimeout(START_LIMIT));
  }
}

package io.winnow.integration;

import io.winnow.cli.config.LayeredConfig;
import io.winnow.schemas.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A broker, a registry, a worker and a streams instance in containers that talk by TLS only; the
 * broker asks for SCRAM and denies whatever no ACL allows. Its first user logs in by PLAIN, over
 * TLS, and makes the others.
 */
final class SecuredContainers implements AutoCloseable {

  private static final int INSIDE = 9094;
  private static final int OUTSIDE = 9095;
  private static final int REGISTRY = 8443;
  private static final int STATUS = 9600;
  private static final String REGISTRY_PATH = "/apis/ccompat/v7";
  private static final String KEYSTORE = "/etc/secured/server.p12";
  private static final String TRUSTSTORE = "/etc/secured/trust.p12";
  private static final int READABLE = 0644;
  private static final int SCRAM_ITERATIONS = 4096;
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final Network network = Network.newNetwork();
  private final List<GenericContainer<?>> running = new ArrayList<>();
  private final List<GenericContainer<?>> services = new ArrayList<>();
  private final Certificates certificates;
  private final int kafkaPort = PublishedPort.free();
  private final int registryPort = PublishedPort.free();
  private final SecuredClients clients;

  private SecuredContainers(Path directory) throws Exception {
    certificates = Certificates.make(directory, "localhost", "kafka", "registry");
    start("kafka", broker());
    start("registry", registry());
    makeUsers();
    Map<String, String> settings = new HashMap<>(certificates.clientSettings());
    settings.put("bootstrap.servers", "localhost:" + kafkaPort);
    settings.put("schema.registry.url", "https://localhost:" + registryPort + REGISTRY_PATH);
    clients = new SecuredClients(directory, settings);
    clients.grant();
  }

  /** Starts broker and registry. */
  static SecuredContainers start(Path directory) throws Exception {
    return new SecuredContainers(directory);
  }

  SecuredClients clients() {
    return clients;
  }

  /** Starts worker and streams; the topics must be there. */
  void startServices() {
    services.add(start("worker", service(ContainerImages.worker(), Role.WORKER)));
    services.add(start("streams", service(ContainerImages.streams(), Role.STREAMS)));
  }

  /** What the services have logged. */
  String logs() {
    StringBuilder logs = new StringBuilder();
    services.forEach(service -> logs.append(service.getLogs()));
    return logs.toString();
  }

  private GenericContainer<?> start(String name, GenericContainer<?> container) {
    running.add(container);
    container.withNetwork(network).withNetworkAliases(name).start();
    return container;
  }

  private void makeUsers() throws Exception {
    Map<String, Object> settings = new HashMap<>(certificates.clientSettings());
    settings.put("bootstrap.servers", "localhost:" + kafkaPort);
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "PLAIN");
    settings.put("sasl.jaas.config", plain(""));
    try (Admin admin = Admin.create(settings)) {
      admin
          .alterUserScramCredentials(
              SecuredClients.passwords().entrySet().stream()
                  .<UserScramCredentialAlteration>map(
                      user ->
                          new UserScramCredentialUpsertion(
                              user.getKey(),
                              new ScramCredentialInfo(
                                  ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                              user.getValue()))
                  .toList())
          .all()
          .get();
    }
  }

  private static String plain(String users) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"%s\" password=\"%s\"%s;"
            .formatted(
                SecuredClients.SUPER_USER,
                SecuredClients.passwords().get(SecuredClients.SUPER_USER),
                users);
  }

  private GenericContainer<?> broker() {
    String known =
        " user_%s=\"%s\""
            .formatted(
                SecuredClients.SUPER_USER,
                SecuredClients.passwords().get(SecuredClients.SUPER_USER));
    GenericContainer<?> broker =
        withCertificates(PublishedPort.container(ContainerImages.kafka(), OUTSIDE, kafkaPort))
            .withEnv("CLUSTER_ID", "Winnow0Secured0Cluste0")
            .withEnv("KAFKA_HEAP_OPTS", "-Xmx400m")
            .withEnv("KAFKA_NODE_ID", "1")
            .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
            .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093")
            .withEnv(
                "KAFKA_LISTENERS",
                // Reached from within the container only: without TLS, and with every right.
                "INTERNAL://localhost:9092,CONTROLLER://localhost:9093,"
                    + "INSIDE://0.0.0.0:9094,OUTSIDE://0.0.0.0:9095")
            .withEnv(
                "KAFKA_ADVERTISED_LISTENERS",
                "INTERNAL://localhost:9092,INSIDE://kafka:9094,OUTSIDE://localhost:" + kafkaPort)
            .withEnv(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,INSIDE:SASL_SSL,OUTSIDE:SASL_SSL")
            .withEnv("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL")
            .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
            .withEnv("KAFKA_SASL_ENABLED_MECHANISMS", "PLAIN," + SecuredClients.MECHANISM)
            .withEnv("KAFKA_SSL_KEYSTORE_LOCATION", KEYSTORE)
            .withEnv("KAFKA_SSL_KEYSTORE_PASSWORD", Certificates.KEYSTORE_PASSWORD)
            .withEnv("KAFKA_SSL_KEYSTORE_TYPE", "PKCS12")
            .withEnv(
                "KAFKA_AUTHORIZER_CLASS_NAME",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .withEnv("KAFKA_SUPER_USERS", "User:ANONYMOUS;User:" + SecuredClients.SUPER_USER)
            .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
            .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .waitingFor(Wait.forListeningPort().withStartupTimeout(START_LIMIT));
    for (String listener : List.of("INSIDE", "OUTSIDE")) {
      String name = "KAFKA_LISTENER_NAME_" + listener;
      broker.withEnv(name + "_PLAIN_SASL_JAAS_CONFIG", plain(known));
      // Three underscores stand for a dash.
      broker.withEnv(
          name + "_SCRAM___SHA___512_SASL_JAAS_CONFIG",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    return broker;
  }

  private GenericContainer<?> registry() {
    return withCertificates(
            PublishedPort.container(ContainerImages.registry(), REGISTRY, registryPort))
        .withEnv("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled")
        .withEnv("QUARKUS_HTTP_SSL_PORT", Integer.toString(REGISTRY))
        .withEnv("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE", KEYSTORE)
        .withEnv("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", Certificates.KEYSTORE_PASSWORD)
        .withEnv("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE_TYPE", "PKCS12")
        .waitingFor(
            Wait.forHttps(REGISTRY_PATH + "/subjects")
                .allowInsecure()
                .withStartupTimeout(START_LIMIT));
  }

  private GenericContainer<?> service(DockerImageName image, Role role) {
    Map<String, String> settings = new HashMap<>(clients.serviceSettings(role));
    settings.put("bootstrap.servers", "kafka:" + INSIDE);
    settings.put("schema.registry.url", "https://registry:" + REGISTRY + REGISTRY_PATH);
    settings.replaceAll((name, value) -> name.endsWith("truststore.location") ? TRUSTSTORE : value);
    GenericContainer<?> container =
        withCertificates(new GenericContainer<>(image))
            .withExposedPorts(STATUS)
            .withCreateContainerCmdModifier(
                create -> PublishedPort.hostConfig(create.getHostConfig()).withMemory(1L << 30))
            .waitingFor(Wait.forHttp("/health").forPort(STATUS).withStartupTimeout(START_LIMIT));
    settings.forEach((name, value) -> container.withEnv(LayeredConfig.variable(name), value));
    return container;
  }

  private GenericContainer<?> withCertificates(GenericContainer<?> container) {
    return container
        .withCopyFileToContainer(
            MountableFile.forHostPath(certificates.keystore(), READABLE), KEYSTORE)
        .withCopyFileToContainer(
            MountableFile.forHostPath(certificates.truststore(), READABLE), TRUSTSTORE);
  }

  @Override
  public void close() {
    if (clients != null) {
      clients.close();
    }
    running.forEach(GenericContainer::stop);
    network.close();
  }
}

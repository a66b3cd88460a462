package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.config.LayeredConfig;
import io.winnow.integration.SecuredClients.Result;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * From pictures to a verified query set where broker and registry demand TLS and a password, and
 * every user may do no more than {@link Role} says: the worker gets its secrets from the
 * environment, the streams application from a file, commands from {@code --client-config}.
 * Afterwards none of the secrets stands anywhere in what was printed or logged, at DEBUG.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredPipelineIT {

  private static final String URI_PASSWORD = "camera-key-91d7";

  @TempDir private static Path directory;
  private static SecuredStack stack;
  private static SecuredClients clients;
  private static GuardedPool pool;
  private static WinnowService worker;
  private static WinnowService streams;
  private static int workerPort;
  private static int streamsPort;
  private static final StringBuilder status = new StringBuilder();

  @BeforeAll
  static void start() throws Exception {
    stack = SecuredStack.start(directory);
    clients = stack.clients();
    pool = new GuardedPool(clients, directory);
    pool.createTopics();
    workerPort = freePort();
    streamsPort = freePort();
    worker =
        WinnowService.start(
            directory.resolve("worker.log"),
            environment(clients.serviceSettings(Role.WORKER)),
            "worker",
            "--status-port",
            "" + workerPort);
    streams =
        WinnowService.start(
            directory.resolve("streams.log"),
            Map.of(),
            "streams",
            "--config",
            clients.file("streams", streamsSettings()).toString(),
            "--status-port",
            "" + streamsPort);
  }

  @AfterAll
  static void stop() {
    if (worker != null) {
      worker.close();
    }
    if (streams != null) {
      streams.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  /** The registry's password in its address, which is the other way the client takes one. */
  private static Map<String, String> streamsSettings() {
    Map<String, String> settings = new HashMap<>(clients.serviceSettings(Role.STREAMS));
    settings.keySet().removeIf(name -> name.startsWith("basic.auth."));
    settings.put("basic.auth.credentials.source", "URL");
    settings.compute(
        "schema.registry.url",
        (name, url) ->
            url.replace(
                "https://",
                "https://"
                    + SecuredClients.REGISTRY_USER
                    + ":"
                    + SecuredClients.REGISTRY_PASSWORD
                    + "@"));
    settings.put("state.dir", directory.resolve("state").toString());
    return settings;
  }

  @Test
  @Order(1)
  void shouldCloseAndVerifyARoundWhenEveryUserHasOnlyTheRightsOfItsRole() throws Exception {
    pool.closeARound();
    pool.lookAtItAndActivateAnEncoder();
  }

  @Test
  @Order(2)
  void shouldNameTheTopicInOneLineWhenAUserLacksTheRight() throws Exception {
    assertThat(denied(Role.PUBLISHER, "policy", "set", "--pool", GuardedPool.NAME, "--budget", "1"))
        .contains("winnow.policies");
    assertThat(denied(Role.AUDITOR, "scores", "publish", pool.scores().toString()))
        .contains("winnow.scores");
    assertThat(denied(Role.OPERATOR, "audit", "verify")).contains("winnow.");
    assertThat(denied(Role.PUBLISHER, "round", "list")).contains("winnow.rounds");
    assertThat(denied(Role.PUBLISHER, "topics", "check")).contains("winnow.");
    assertThat(denied(Role.AUDITOR, "topics", "create")).contains("winnow.");
  }

  @Test
  @Order(3)
  void shouldNameTheResourceInOneLineWhenAServiceLacksTheRight() throws Exception {
    try (WinnowService reader = denied("worker", Role.PUBLISHER);
        WinnowService folder = denied("streams", Role.PUBLISHER);
        WinnowService stranger = denied("worker", Role.WORKER, "group.id=foreign");
        WinnowService newcomer = denied("streams", Role.STREAMS, "application.id=foreign")) {
      assertThat(errorLine(reader)).contains("may not").contains("topic winnow.");
      assertThat(errorLine(folder)).contains("may not").contains("topic winnow.");
      assertThat(errorLine(stranger)).contains("transactional id foreign-");
      assertThat(errorLine(newcomer)).contains("may not").contains("topic foreign-");
    }
  }

  @Test
  @Order(4)
  void shouldSayInOneLineWhoRefusedThePassword() throws Exception {
    Map<String, String> wrong =
        new HashMap<>(clients.settings(SecuredClients.user(Role.PUBLISHER)));
    wrong.compute("sasl.jaas.config", (name, jaas) -> jaas.replace("publisher-key", "wrong"));
    assertThat(oneError(clients.run(wrong, "scores", "publish", pool.scores().toString())))
        .contains("credentials")
        .contains(wrong.get("bootstrap.servers"));

    Map<String, String> stranger =
        new HashMap<>(clients.settings(SecuredClients.user(Role.PUBLISHER)));
    stranger.put("basic.auth.user.info", SecuredClients.REGISTRY_USER + ":wrong-" + URI_PASSWORD);
    assertThat(oneError(clients.run(stranger, "scores", "publish", pool.scores().toString())))
        .contains("401")
        .contains(stranger.get("schema.registry.url"));

    Map<String, String> trusting =
        new HashMap<>(clients.settings(SecuredClients.user(Role.PUBLISHER)));
    trusting.keySet().removeIf(name -> name.startsWith("ssl."));
    assertThat(oneError(clients.run(trusting, "topics", "check")))
        .contains(wrong.get("bootstrap.servers"))
        .contains("SSL");
  }

  @Test
  @Order(5)
  void shouldShowNoSecretInLogsMetricsErrorsOrDeadLetters() throws Exception {
    publishPicturesAtAddressesWithAPassword();
    List<String> letters = deadLetters(2);
    for (int port : List.of(workerPort, streamsPort)) {
      for (String path : List.of("/health", "/metrics")) {
        status.append(WinnowService.get(port, path));
      }
    }
    worker.close();
    streams.close();
    List<String> secrets = new ArrayList<>(SecuredClients.secrets());
    secrets.add(URI_PASSWORD);

    assertThat(letters).noneMatch(header -> secrets.stream().anyMatch(header::contains));
    assertThat(status).contains("winnow").contains("UP");
    assertThat(status.toString()).doesNotContain(secrets);
    for (String command : List.of("worker", "streams", "images publish", "audit verify")) {
      clients.run((command + " --help").split(" "));
    }
    assertThat(clients.transcript()).contains("--client-config").doesNotContain(secrets);
    for (WinnowService service : List.of(worker, streams)) {
      assertThat(leaks(service.log(), secrets)).isEmpty();
    }
  }

  /** Lines of a log that hold a secret; fails if the log is not one at DEBUG. */
  private static List<String> leaks(Path log, List<String> secrets) throws IOException {
    List<String> leaks = new ArrayList<>();
    boolean debug = false;
    try (BufferedReader reader = Files.newBufferedReader(log, UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        debug |= line.contains("DEBUG") && line.contains("kafka");
        if (secrets.stream().anyMatch(line::contains)) {
          leaks.add(line);
        }
      }
    }
    assertThat(debug).as(log + " is at DEBUG").isTrue();
    return leaks;
  }

  private static void publishPicturesAtAddressesWithAPassword() throws Exception {
    Map<String, Object> settings =
        new HashMap<>(clients.settings(SecuredClients.user(Role.PUBLISHER)));
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      String authority = "http://camera:" + URI_PASSWORD + "@cameras.example";
      for (String uri : List.of(authority + "/a.png", authority + "/not a uri.png")) {
        ImageReceived image =
            ImageReceived.newBuilder().setPool(GuardedPool.NAME).setUri(uri).build();
        producer.send(clients.topics().images().record("camera", image)).get();
      }
    }
  }

  /** All headers of the dead letters, once there are so many. */
  private static List<String> deadLetters(int count) {
    try (TopicTail<byte[]> letters =
        TopicTail.of(clients.settings(SecuredClients.SUPER_USER), clients.topics().deadLetters())) {
      letters.awaitUntil("dead letters", all -> all.size() == count);
      List<String> headers = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> letter : letters.records()) {
        for (Header header : letter.headers()) {
          headers.add(header.key() + ": " + new String(header.value(), UTF_8));
        }
      }
      return headers;
    }
  }

  private static String denied(Role role, String... command) throws IOException {
    return oneError(clients.run(role, command));
  }

  private static WinnowService denied(String service, Role role, String... settings)
      throws IOException {
    String name = service + "-denied-" + role + "-" + settings.length;
    Map<String, String> all = new HashMap<>(clients.serviceSettings(role));
    if (service.equals("streams")) {
      all.put("state.dir", directory.resolve(name).toString());
    }
    for (String setting : settings) {
      all.put(setting.split("=")[0], setting.split("=")[1]);
    }
    return WinnowService.start(
        directory.resolve(name + ".log"),
        Map.of(),
        service,
        "--config",
        clients.file(name, all).toString());
  }

  /** The one line that a service which gave up says for its user, among its log. */
  private static String errorLine(WinnowService service) throws Exception {
    assertThat(service.join()).isEqualTo(1);
    try (Stream<String> lines = Files.lines(service.log(), UTF_8)) {
      List<String> said = lines.filter(line -> line.startsWith("winnow ")).toList();
      assertThat(said).hasSize(1);
      return said.get(0);
    }
  }

  private static String oneError(Result result) {
    assertThat(result.exitCode()).as(result.out()).isNotZero();
    List<String> lines =
        result
            .err()
            .lines()
            .filter(line -> !line.contains("[") || line.startsWith("winnow"))
            .toList();
    assertThat(lines).as(result.err()).hasSize(1);
    return lines.get(0);
  }

  private static Map<String, String> environment(Map<String, String> settings) {
    return settings.entrySet().stream()
        .collect(
            Collectors.toMap(one -> LayeredConfig.variable(one.getKey()), Map.Entry::getValue));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

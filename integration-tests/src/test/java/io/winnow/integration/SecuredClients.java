package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.Winnow;
import io.winnow.schemas.access.Role;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import picocli.CommandLine;

/**
 * Reaches a broker and a registry that let nobody in without TLS and a password: one user for each
 * role, with the rights that the product says the role needs and no others.
 */
final class SecuredClients implements AutoCloseable {

  /** May do everything. */
  static final String SUPER_USER = "broker";

  static final String MECHANISM = "SCRAM-SHA-512";
  static final String REGISTRY_USER = "winnow";
  static final String REGISTRY_PASSWORD = "registry-key-0c3e";

  /** What the names of Kafka's own settings for it start with. */
  private static final List<String> SECURITY = List.of("security.", "sasl.", "ssl.");

  private final Path directory;
  private final Map<String, String> common;
  private final Admin admin;
  private final TopicCatalog topics;
  private final StringWriter transcript = new StringWriter();

  /** What a command left. */
  record Result(int exitCode, String out, String err) {}

  /**
   * @param directory for files
   * @param common settings of every user's Kafka and registry clients
   */
  SecuredClients(Path directory, Map<String, String> common) {
    this.directory = directory;
    this.common = Map.copyOf(common);
    this.admin = Admin.create(new HashMap<>(settings(SUPER_USER)));
    this.topics = new TopicCatalog(TopicCatalog.DEFAULT_PREFIX, settings(SUPER_USER));
  }

  /** All users with their passwords. */
  static Map<String, String> passwords() {
    Map<String, String> passwords =
        Arrays.stream(Role.values())
            .map(SecuredClients::user)
            .collect(Collectors.toMap(user -> user, SecuredClients::password));
    passwords.put(SUPER_USER, password(SUPER_USER));
    return passwords;
  }

  /** The user of a role. */
  static String user(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String password(String user) {
    return user + "-key-4fd2";
  }

  /** Gives each role's user its rights. */
  void grant() throws ExecutionException, InterruptedException {
    List<AclBinding> bindings = new ArrayList<>();
    for (Role role : Role.values()) {
      role.rules(topics, Role.DEFAULT_WORKER_GROUP, Role.DEFAULT_APPLICATION_ID)
          .forEach(rule -> bindings.addAll(rule.bindings("User:" + user(role))));
    }
    admin.createAcls(bindings).all().get();
  }

  TopicCatalog topics() {
    return topics;
  }

  /** The super user's. */
  Admin admin() {
    return admin;
  }

  /** Settings of a user's Kafka and registry clients. */
  Map<String, String> settings(String user) {
    Map<String, String> settings = new HashMap<>(common);
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", MECHANISM);
    settings.put("sasl.jaas.config", jaas(user));
    return settings;
  }

  /** How a user's client logs in. */
  static String jaas(String user) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required"
        + " username=\"%s\" password=\"%s\";".formatted(user, password(user));
  }

  /** The same under the names that the services have for them. */
  Map<String, String> serviceSettings(Role role) {
    Map<String, String> settings = new HashMap<>();
    settings(user(role))
        .forEach(
            (name, value) ->
                settings.put(
                    SECURITY.stream().anyMatch(name::startsWith) ? "kafka." + name : name, value));
    return settings;
  }

  /** A properties file that only its owner may read. */
  Path file(String name, Map<String, String> settings) throws IOException {
    Path file = directory.resolve(name + ".properties");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Properties properties = new Properties();
    properties.putAll(settings);
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  /** Runs a command as the user of a role, and fails if it fails. */
  Result succeed(Role role, String... command) throws IOException {
    Result result = run(role, command);
    assertThat(result.exitCode()).as(String.join(" ", command) + ": " + result.err()).isZero();
    return result;
  }

  /** Runs a command as the user of a role. */
  Result run(Role role, String... command) throws IOException {
    return run(settings(user(role)), command);
  }

  /** Runs a command that is given these client settings. */
  Result run(Map<String, String> settings, String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--client-config",
            file("client", settings).toString(),
            "--bootstrap-servers",
            settings.get("bootstrap.servers"),
            "--registry",
            settings.get("schema.registry.url")));
    return run(arguments.toArray(String[]::new));
  }

  /** Runs a command as it is. */
  Result run(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Winnow.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exitCode = line.execute(command);
    transcript.append(out.getBuffer()).append(err.getBuffer());
    return new Result(exitCode, out.toString(), err.toString());
  }

  /** Everything that commands have printed so far. */
  String transcript() {
    return transcript.toString();
  }

  /** Everything that must never be shown. */
  static List<String> secrets() {
    List<String> secrets = new ArrayList<>(passwords().values());
    secrets.add(REGISTRY_PASSWORD);
    secrets.add(
        Base64.getEncoder()
            .encodeToString((REGISTRY_USER + ":" + REGISTRY_PASSWORD).getBytes(UTF_8)));
    secrets.add(Certificates.KEYSTORE_PASSWORD);
    secrets.add(Certificates.TRUSTSTORE_PASSWORD);
    return secrets;
  }

  @Override
  public void close() {
    admin.close();
  }
}

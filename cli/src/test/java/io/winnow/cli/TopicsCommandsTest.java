package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Topics made, compared and mended on a real broker. */
class TopicsCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @Test
  void shouldCreateTopicsOnceAndFindThemFine() {
    Cli.Result before = commands.run("topics", "check", "--prefix", "fresh.");
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.out())
        .contains("topic fresh.images is missing; run: winnow topics create --prefix fresh.")
        .contains(
            "subject fresh.images-value lacks the schema of ImageReceived; run: winnow topics"
                + " create --prefix fresh.");

    Cli.Result created =
        commands.run("topics", "create", "--prefix", "fresh.", "--partitions", "2");
    assertThat(created.exitCode()).isZero();
    assertThat(created.out())
        .contains("created  fresh.images", "13 created, 0 there")
        .contains("registered  fresh.scores-value", "12 schemas registered, 0 there already");
    assertThat(commands.run("topics", "create", "--prefix", "fresh.", "--partitions", "2").out())
        .contains("0 created, 13 there", "0 schemas registered, 12 there already");

    Cli.Result check = commands.run("topics", "check", "--prefix", "fresh.");
    assertThat(check.exitCode()).isZero();
    assertThat(check.out()).contains("13 topics").contains("2 partitions each");
  }

  @Test
  void shouldNameEveryTopicThatIsNotAsItShouldBe() throws Exception {
    assertThat(
            commands.run("topics", "create", "--prefix", "bent.", "--partitions", "2").exitCode())
        .isZero();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", commands.kafka().bootstrapServers()))) {
      admin.deleteTopics(List.of("bent.labels", "bent.rounds")).all().get();
      admin.createTopics(List.of(new NewTopic("bent.rounds", 5, (short) 1))).all().get();
      alter(admin, "bent.policies", "cleanup.policy", "delete");
      alter(admin, "bent.images", "max.message.bytes", "1000000");
      alter(admin, "bent.scores", "retention.ms", "86400000");
    }

    Cli.Result check = commands.run("topics", "check", "--prefix", "bent.");

    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out().lines())
        .containsExactly(
            "topic bent.images has max.message.bytes=1000000, must be 16842752; run: winnow topics"
                + " create --prefix bent.",
            "topic bent.labels is missing; run: winnow topics create --prefix bent.",
            "topic bent.policies has cleanup.policy=delete, must be compact; run: winnow topics"
                + " create --prefix bent.",
            "topic bent.rounds has 5 partitions, the others have 2; delete it (its records are"
                + " lost), then run: winnow topics create --prefix bent. --partitions 2",
            "topic bent.rounds has max.message.bytes=1048588, must be 16842752; run: winnow topics"
                + " create --prefix bent.",
            "topic bent.rounds has message.timestamp.after.max.ms=3600000, must be"
                + " 9223372036854775807; run: winnow topics create --prefix bent.",
            "topic bent.scores removes records after 86400 s; unless that is meant, run:"
                + " kafka-configs.sh --alter --entity-type topics --entity-name bent.scores"
                + " --add-config retention.ms=-1",
            "topic bent.rounds removes records after 7 days; unless that is meant, run:"
                + " kafka-configs.sh --alter --entity-type topics --entity-name bent.rounds"
                + " --add-config retention.ms=-1");
  }

  @Test
  void shouldDoAsItSaysToMendTopics() throws Exception {
    assertThat(
            commands.run("topics", "create", "--prefix", "mend.", "--partitions", "2").exitCode())
        .isZero();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", commands.kafka().bootstrapServers()))) {
      admin.deleteTopics(List.of("mend.labels")).all().get();
      alter(admin, "mend.policies", "cleanup.policy", "delete");
      alter(admin, "mend.images", "max.message.bytes", "1000000");
      alter(admin, "mend.scores", "retention.ms", "86400000");
    }

    String printed =
        commands
            .run("topics", "check", "--prefix", "mend.")
            .out()
            .lines()
            .filter(line -> line.contains("; run: winnow topics create"))
            .findFirst()
            .orElseThrow();
    String command = printed.substring(printed.indexOf("run: winnow ") + "run: winnow ".length());
    Cli.Result created = commands.run(command.split(" "));

    assertThat(created.out())
        .contains("created  mend.labels", "mended   mend.images", "mended   mend.policies");
    Cli.Result check = commands.run("topics", "check", "--prefix", "mend.", "--json");
    assertThat(check.exitCode()).isEqualTo(1);
    JsonNode answer = JSON.readTree(check.out());
    assertThat(answer.get("fine").asBoolean()).isFalse();
    assertThat(answer.get("partitions").asInt()).isEqualTo(2);
    assertThat(answer.get("problems")).isEmpty();
    assertThat(answer.get("earlyRemovals")).hasSize(1);
    assertThat(commands.run("topics", "check", "--prefix", "mend.", "--any-retention").exitCode())
        .isZero();
  }

  @Test
  void shouldSaySoWhenTheClusterHasNoRegistry() throws Exception {
    String servers = commands.kafka().bootstrapServers();
    String[] cluster = {"--prefix", "bare.", "--bootstrap-servers", servers};
    Cli.Result created = Cli.run(topics("create", cluster));
    assertThat(created.exitCode()).isZero();
    assertThat(created.out())
        .contains("13 created")
        .contains("schemas not registered: no registry given (--registry URL or");
    Cli.Result check = Cli.run(topics("check", cluster));
    assertThat(check.exitCode()).isZero();
    assertThat(check.out()).contains("13 topics are", "schemas not checked: no registry given");
    JsonNode json =
        JSON.readTree(
            Cli.run(topics("check", "--prefix", "bare.", "--bootstrap-servers", servers, "--json"))
                .out());
    assertThat(json.get("schemasChecked").asBoolean()).isFalse();
  }

  @Test
  void shouldFailInOneLineWhenTheRegistryDoesNotAnswer() {
    Cli.Result result =
        Cli.run(
            "topics",
            "create",
            "--prefix",
            "deaf.",
            "--bootstrap-servers",
            commands.kafka().bootstrapServers(),
            "--registry",
            "http://127.0.0.1:1");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("13 created");
    assertThat(result.errorLines())
        .last()
        .asString()
        .startsWith("winnow topics create: schema registry http://127.0.0.1:1 did not answer");
  }

  @Test
  void shouldRefuseAnotherPartitionCountInOneLine() {
    Cli.Result result = commands.run("topics", "create", "--partitions", "5");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .matches("winnow topics create: topic winnow\\.\\S+ exists with 3 partitions, not 5");
  }

  private static String[] topics(String command, String... options) {
    return Stream.concat(Stream.of("topics", command), Stream.of(options)).toArray(String[]::new);
  }

  /** Returns when the broker has heard of it from the controller. */
  private static void alter(Admin admin, String topic, String setting, String value)
      throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String now = null;
    while (!value.equals(now) && System.nanoTime() < deadline) {
      now = admin.describeConfigs(List.of(resource)).all().get().get(resource).get(setting).value();
    }
    assertThat(now).as("%s of %s", setting, topic).isEqualTo(value);
  }
}

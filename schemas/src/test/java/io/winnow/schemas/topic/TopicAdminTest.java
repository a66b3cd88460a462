package io.winnow.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.serde.RegistryConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicAdminTest {
  private static final short ONE = 1;

  private final TopicCatalog catalog =
      new TopicCatalog(Map.of(RegistryConfig.URL, "mock://admin-test"));
  private final List<String> names = catalog.all().stream().map(Topic::name).toList();
  private final MockAdminClient client = MockAdminClient.create().numBrokers(1).build();
  private final TopicAdmin admin = new TopicAdmin(client);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void shouldCreateAllOnceWhenDoneTwice() throws Exception {
    assertThat(admin.create(catalog, 6, ONE))
        .isEqualTo(new TopicCreation(names, List.of(), List.of()));
    assertThat(admin.create(catalog, 6, ONE))
        .isEqualTo(new TopicCreation(List.of(), names, List.of()));
    TopicCheck check = admin.check(catalog);
    assertThat(check).isEqualTo(new TopicCheck(List.of(), List.of(), OptionalInt.of(6)));
    assertThat(config("winnow.policies", "cleanup.policy")).isEqualTo("compact");
    assertThat(config("winnow.scores", "retention.ms")).isEqualTo("-1");
  }

  @Test
  void shouldReturnAfterTheBrokerKnowsTheTopicsWhenItHearsOfThemLate() {
    try (MockAdminClient slow = new SlowToShow()) {
      TopicAdmin slowAdmin = new TopicAdmin(slow);

      slowAdmin.create(catalog, 3, ONE);

      assertThat(slowAdmin.check(catalog).problems()).isEmpty();
    }
  }

  /** Shows a topic some time after it confirmed the creation, as brokers do. */
  private static final class SlowToShow extends MockAdminClient {
    private static final Executor LATER =
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);
    private static final Node BROKER = new Node(0, "broker", 9092);

    SlowToShow() {
      super(List.of(BROKER), BROKER);
    }

    @Override
    public synchronized CreateTopicsResult createTopics(
        Collection<NewTopic> topics, CreateTopicsOptions options) {
      CreateTopicsResult confirmed = super.createTopics(topics, options);
      super.deleteTopics(
          TopicCollection.ofTopicNames(topics.stream().map(NewTopic::name).toList()),
          new DeleteTopicsOptions());
      LATER.execute(() -> super.createTopics(topics, options));
      return confirmed;
    }
  }

  @Test
  void shouldNameTopicAndCommandWhenOneIsMissing() throws Exception {
    admin.create(catalog, 3, ONE);
    client.deleteTopics(List.of("winnow.rounds")).all().get();
    TopicCheck check = admin.check(catalog);
    assertThat(check.problems())
        .containsExactly("topic winnow.rounds is missing; run: winnow topics create");
    assertThat(check.partitions()).isEmpty();
    assertThat(admin.create(catalog, 3, ONE).created()).containsExactly("winnow.rounds");
  }

  @Test
  void shouldNameEveryTopicWhenThereAreNone() {
    assertThat(admin.check(catalog).problems()).hasSameSizeAs(names);
  }

  @Test
  void shouldNameBothCountsWhenPartitionsDiffer() throws Exception {
    client.createTopics(List.of(topic("winnow.scores", 4, "delete"))).all().get();
    assertThatThrownBy(() -> admin.create(catalog, 6, ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topic winnow.scores exists with 4 partitions, not 6");
    client.deleteTopics(List.of("winnow.scores")).all().get();
    admin.create(catalog, 6, ONE);
    client.deleteTopics(List.of("winnow.scores")).all().get();
    client.createTopics(List.of(topic("winnow.scores", 4, "delete"))).all().get();
    assertThat(admin.check(catalog).problems())
        .singleElement()
        .asString()
        .startsWith("topic winnow.scores has 4 partitions, the others have 6; ")
        .contains("winnow topics create");
  }

  @Test
  void shouldMendTheCleanupPolicyWhenItIsWrong() throws Exception {
    client.createTopics(List.of(topic("winnow.policies", 6, "delete"))).all().get();
    client.createTopics(List.of(topic("winnow.scores", 6, "compact,delete"))).all().get();
    assertThat(admin.check(catalog).problems())
        .contains(
            "topic winnow.policies has cleanup.policy=delete, must be compact; run: winnow topics create",
            "topic winnow.scores has cleanup.policy=compact,delete, must be delete; run: winnow topics"
                + " create");
    assertThat(admin.create(catalog, 6, ONE).mended())
        .containsExactly("winnow.scores", "winnow.policies");
    assertThat(admin.check(catalog).problems()).isEmpty();
  }

  @Test
  void shouldRaiseTheLargestRecordWhenItIsTooSmall() throws Exception {
    admin.create(catalog, 6, ONE);
    set("winnow.pool-commands", "max.message.bytes", "1048588");
    set("winnow.scores", "max.message.bytes", "99999999");
    assertThat(admin.check(catalog).problems())
        .containsExactly(
            "topic winnow.pool-commands has max.message.bytes=1048588, must be 16842752; run: winnow"
                + " topics create");

    assertThat(admin.create(catalog, 6, ONE).mended()).containsExactly("winnow.pool-commands");

    assertThat(admin.check(catalog).problems()).isEmpty();
    assertThat(config("winnow.scores", "max.message.bytes")).isEqualTo("99999999");
  }

  @Test
  void shouldTakeRecordsOfAnyTimeWhenTheBrokerWouldRefuseSome() throws Exception {
    admin.create(catalog, 6, ONE);
    set("winnow.descriptors", "message.timestamp.after.max.ms", "3600000");
    set("winnow.scores", "message.timestamp.before.max.ms", "86400000");
    assertThat(admin.check(catalog).problems())
        .containsExactly(
            "topic winnow.scores has message.timestamp.before.max.ms=86400000, must be 9223372036854775807;"
                + " run: winnow topics create",
            "topic winnow.descriptors has message.timestamp.after.max.ms=3600000, must be"
                + " 9223372036854775807; run: winnow topics create");

    admin.create(catalog, 6, ONE);

    assertThat(admin.check(catalog).problems()).isEmpty();
  }

  @Test
  void shouldTellEarlyRemovalsApartFromProblems() throws Exception {
    admin.create(catalog, 6, ONE);
    set("winnow.scores", "retention.ms", "604800000");
    set("winnow.labels", "retention.bytes", "1000");
    set("winnow.pool-reports", "retention.ms", "3600000");
    set("winnow.dead-letters", "retention.ms", "-1");
    set("winnow.policies", "retention.ms", "1000"); // compacted: not removed by age

    TopicCheck check = admin.check(catalog);

    assertThat(check.problems()).isEmpty();
    assertThat(check.partitions()).hasValue(6);
    assertThat(check.earlyRemovals())
        .containsExactly(
            "topic winnow.scores removes records after 7 days; unless that is meant, run:"
                + " kafka-configs.sh --alter --entity-type topics --entity-name winnow.scores"
                + " --add-config retention.ms=-1",
            "topic winnow.labels removes records beyond 1000 bytes of a partition; unless that is"
                + " meant, run: kafka-configs.sh --alter --entity-type topics --entity-name"
                + " winnow.labels --add-config retention.bytes=-1",
            "topic winnow.pool-reports removes records after 3600 s; unless that is meant, run:"
                + " kafka-configs.sh --alter --entity-type topics --entity-name winnow.pool-reports"
                + " --add-config retention.ms=86400000");
    assertThat(admin.create(catalog, 6, ONE).mended()).isEmpty();
  }

  private void set(String topic, String setting, String value) throws Exception {
    client
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static NewTopic topic(String name, int partitions, String policy) {
    return new NewTopic(name, partitions, ONE).configs(Map.of("cleanup.policy", policy));
  }

  private String config(String topic, String setting) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return client.describeConfigs(List.of(resource)).all().get().get(resource).get(setting).value();
  }
}

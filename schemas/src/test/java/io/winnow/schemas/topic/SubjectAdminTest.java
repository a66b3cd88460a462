package io.winnow.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.winnow.schemas.SampleRecords;
import io.winnow.schemas.serde.RegistryConfig;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubjectAdminTest {
  private static final String SCOPE = "subject-admin-test";

  private final SchemaRegistryClient client = MockSchemaRegistry.getClientForScope(SCOPE);
  private final TopicCatalog catalog =
      new TopicCatalog(
          "some.",
          Map.of(RegistryConfig.URL, "mock://" + SCOPE, RegistryConfig.AUTO_REGISTER, "false"));
  private final SubjectAdmin admin = new SubjectAdmin(catalog);

  @AfterEach
  void forgetSchemas() {
    MockSchemaRegistry.dropScope(SCOPE);
  }

  @Test
  void shouldRegisterASubjectPerTopicAndNothingTheSecondTime() throws Exception {
    List<String> subjects =
        catalog.all().stream()
            .map(Topic::name)
            .filter(name -> !name.equals("some.dead-letters"))
            .map(name -> name + "-value")
            .toList();
    SubjectRegistration first = admin.register();
    assertThat(first.registered()).containsExactlyElementsOf(subjects);
    assertThat(client.getAllSubjects()).containsExactlyInAnyOrderElementsOf(subjects);
    assertThat(admin.register()).isEqualTo(new SubjectRegistration(List.of(), subjects));
    assertThat(client.getAllVersions("some.scores-value")).hasSize(1);
  }

  @Test
  void shouldRegisterWhatWritersWriteWith() throws Exception {
    admin.register();
    for (Topic<?> topic : catalog.all()) {
      if (topic.valueSchema().isPresent()) {
        write(topic);
        assertThat(client.getAllVersions(topic.name() + "-value")).hasSize(1);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <V extends SpecificRecord> void write(Topic<?> topic) throws Exception {
    Class<V> type = (Class<V>) Class.forName(topic.valueSchema().orElseThrow().getFullName());
    ((Topic<V>) topic).valueSerde().serializer().serialize(topic.name(), SampleRecords.of(type, 1));
  }

  @Test
  void shouldSayWhichSubjectsLackTheirSchema() throws Exception {
    assertThat(admin.problems())
        .hasSize(catalog.all().size() - 1)
        .contains(
            "subject some.scores-value lacks the schema of ModelScored; run: winnow topics create"
                + " --prefix some.");
    admin.register();
    assertThat(admin.problems()).isEmpty();
  }
}

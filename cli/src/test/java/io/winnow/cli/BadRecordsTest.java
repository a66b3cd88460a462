package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No record of a stranger keeps a command from reading what lies beside it. */
class BadRecordsTest {

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private static Path directory;

  @BeforeAll
  static void closeARound() throws Exception {
    assertThat(commands.setPolicy("kept").exitCode()).isZero();
    Topics.closeRound(commands.kafka(), "kept", 1, List.of("a.png", "b.png"));
  }

  @Test
  void shouldPrintTheSameAsBeforeBesideEveryKindOfBadRecord() throws Exception {
    runAll(); // those that write have then nothing left to change
    Map<List<String>, Cli.Result> before = runAll();

    TopicCatalog topics = Topics.catalog();
    int written = 0;
    for (Topic<?> topic :
        List.of(
            topics.policies(),
            topics.encoders(),
            topics.rounds(),
            topics.roundDecisions(),
            topics.annotationRequests(),
            topics.roundRequests(),
            topics.poolCommands(),
            topics.scores(),
            topics.deadLetters())) {
      written += BadRecords.writeTo(commands.kafka(), topic, "stranger");
    }
    assertThat(written).isGreaterThan(90);

    Map<List<String>, Cli.Result> after = runAll();
    for (List<String> command : before.keySet()) {
      if (!command.contains("export")) { // which carries what it cannot read
        assertThat(after.get(command).out()).as("%s", command).isEqualTo(before.get(command).out());
      }
      assertThat(after.get(command).exitCode())
          .as("%s: %s", command, after.get(command).err())
          .isEqualTo(before.get(command).exitCode());
      assertThat(after.get(command).err()).as("%s", command).contains("left out: winnow.");
    }
    assertThat(commands.run("round", "list").errorLines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "left out: winnow\\.rounds-0@\\d+: .*not Avro in Confluent's wire format:"
                            + " 3 bytes, first 0x01"))
        .last()
        .asString()
        .matches("left out: \\d+ more records of winnow\\.rounds");
  }

  @Test
  void shouldGoOnWhereARequestedRoundIsClosedAmongBadRecords() throws Exception {
    try (Topics.RoundCloser closer = Topics.closeRequestedRound(commands.kafka(), "kept")) {
      BadRecords.writeTo(commands.kafka(), Topics.catalog().rounds(), "stranger");
      Cli.Result result =
          commands.run("round", "request", "--pool", "kept", "--budget", "3", "--wait");
      assertThat(result.exitCode()).as(result.err()).isZero();
      closer.join();
    }
  }

  @Test
  void shouldNameThePoolWhoseLastPolicyIsNoneUntilAGoodOneFollows() throws Exception {
    Topic<?> policies = Topics.catalog().policies();
    assertThat(commands.setPolicy("bent", "--budget", "7").exitCode()).isZero();
    BadRecords.write(commands.kafka(), policies, "bent", new byte[] {9});
    BadRecords.write(commands.kafka(), policies, "new", new byte[] {9});

    Cli.Result shown = commands.run("policy", "show", "--pool", "bent");
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out()).contains("budget 7");
    assertThat(shown.err())
        .contains(
            "the last record of pool bent in the policies topic is no policy; the one before it"
                + " stays in force");
    Cli.Result none = commands.run("policy", "show", "--pool", "new");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("the policy of pool new cannot be read (winnow.policies-");

    assertThat(commands.run("policy", "set", "--pool", "bent", "--budget", "8").out())
        .contains("budget 8");
    assertThat(commands.setPolicy("new").exitCode()).isZero();
    BadRecords.write(commands.kafka(), policies, "bent", new byte[] {9});
    BadRecords.write(commands.kafka(), policies, "bent", null);
    assertThat(commands.run("policy", "show", "--pool", "new").err()).doesNotContain("pool new");
    assertThat(commands.run("policy", "show", "--pool", "bent").err())
        .contains("pool bent has no policy");
  }

  private static Map<List<String>, Cli.Result> runAll() throws Exception {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("policy", "show", "--pool", "kept"));
    all.add(List.of("policy", "show", "--pool", "kept", "--json"));
    all.add(List.of("policy", "set", "--pool", "kept", "--sr", "3", "--resampler", "adaptive-nms"));
    all.add(List.of("round", "list"));
    all.add(List.of("round", "show", "--pool", "kept", "--round", "1", "--json"));
    all.add(List.of("round", "selected", "--pool", "kept", "--round", "1", "--json"));
    all.add(List.of("round", "decisions", "--pool", "kept", "--round", "1", "--json"));
    all.add(List.of("encoder", "activate", "compact", "--pool", "kept"));
    all.add(List.of("dead-letters", "list", "--json"));
    all.add(List.of("dead-letters", "summary"));
    all.add(List.of("audit", "verify", "--pool", "kept", "--round", "1", "--json"));
    all.add(List.of("audit", "verify", "--pool", "kept", "--level", "evidence", "--json"));
    all.add(List.of("audit", "explain", "a.png", "--pool", "kept", "--round", "1"));
    all.add(List.of("audit", "what-if", "--pool", "kept", "--round", "1", "--sr", "2"));
    Path out = directory.resolve("bundle.zip");
    all.add(List.of("audit", "export", "--pool", "kept", "--round", "1", "--out", out.toString()));
    Map<List<String>, Cli.Result> results = new LinkedHashMap<>();
    for (List<String> command : all) {
      results.put(command, commands.run(command.toArray(String[]::new)));
    }
    assertThat(Files.size(out)).isPositive();
    return results;
  }
}

package io.winnow.cli.deadletter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.RecordPublisher;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow dead-letters resend}. */
@Command(
    name = "resend",
    description = {
      "Send originals of dead letters to the topics they came from: key, value, headers, partition"
          + " and timestamp as they were, with a header winnow.resent-from that names the dead"
          + " letter.",
      "The dead letters stay. What is refused again becomes a dead letter again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all of them sent",
      "1:failed, or some cannot be sent; a line for each says why",
      "2:wrong usage"
    })
final class DeadLettersResendCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      converter = LetterId.Converter.class,
      description = "Only these, PARTITION:OFFSET as 'list' shows them.")
  private List<LetterId> ids = List.of();

  @Mixin private LetterFilter filter;

  @Option(names = "--all", description = "All there are; needed where nothing selects them.")
  private boolean all;

  @Option(
      names = "--now",
      description = "With the time of sending: the original timestamp may be what was refused.")
  private boolean now;

  @Option(names = "--dry-run", description = "Send nothing, only say what would be sent.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description = "Print {\"dryRun\", \"sent\", \"notSent\": [{\"id\", \"reason\"}]}.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  private final ArrayNode notSent = JsonNodeFactory.instance.arrayNode();
  private long sent;

  @Override
  public Integer call() {
    if (ids.isEmpty() && filter.isEmpty() && !all) {
      throw new ParameterException(
          spec.commandLine(), "say which dead letters: ids, a filter such as --source, or --all");
    }
    Set<LetterId> missing = new LinkedHashSet<>(ids);
    try (Cluster cluster = Cluster.connect(connection);
        RecordPublisher publisher = new RecordPublisher(cluster)) {
      Resending resending = new Resending(cluster, now);
      Set<LetterId> wanted = new HashSet<>(ids);
      filter.read(
          cluster,
          stored -> {
            if (ids.isEmpty() || wanted.contains(stored.id())) {
              missing.remove(stored.id());
              handle(resending, publisher, stored);
            }
          });
      publisher.flush();
    }
    missing.forEach(id -> refuse(id, "there is no such dead letter that the filter lets through"));
    report();
    return notSent.isEmpty() ? 0 : 1;
  }

  private void handle(Resending resending, RecordPublisher publisher, StoredLetter stored) {
    Optional<String> obstacle = resending.obstacle(stored);
    if (obstacle.isPresent()) {
      refuse(stored.id(), obstacle.get());
      return;
    }
    if (resending.isRepeated(stored)) {
      return;
    }
    sent++;
    if (!dryRun) {
      publisher.publish(resending.original(stored));
    } else if (!json) {
      spec.commandLine()
          .getOut()
          .printf("would send %s: %s%n", stored.id(), LetterText.printable(stored.source()));
    }
  }

  private void refuse(LetterId id, String reason) {
    ObjectNode refused = notSent.addObject();
    refused.put("id", id.toString());
    refused.put("reason", reason);
    if (!json) {
      spec.commandLine().getErr().printf("not sent: %s: %s%n", id, reason);
    }
  }

  private void report() {
    if (json) {
      ObjectNode report = JsonNodeFactory.instance.objectNode();
      report.put("dryRun", dryRun);
      report.put("sent", sent);
      report.set("notSent", notSent);
      spec.commandLine().getOut().println(JsonText.of(report));
      return;
    }
    spec.commandLine()
        .getOut()
        .printf("%s %d, not sent %d%n", dryRun ? "would send" : "sent", sent, notSent.size());
  }
}

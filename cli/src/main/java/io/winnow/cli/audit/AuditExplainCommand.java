package io.winnow.cli.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.audit.Explanation;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.deadletter.DeadLettersOfKey;
import io.winnow.cli.kafka.Cluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow audit explain}. */
@Command(
    name = "explain",
    description = {
      "Say what became of an image in a round, or in every round, and why.",
      "Replays the rounds from the records they saw; writes nothing to Kafka."
    })
final class AuditExplainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "IMAGE", description = "Id of the image.")
  private String imageId;

  @Mixin private Replay replay;

  @Option(
      names = "--json",
      description =
          "Print the explanations as a JSON array; where there is none but dead letters,"
              + " [{\"imageId\", \"deadLetters\"}].")
  private boolean json;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "A file of 'winnow audit export' instead of the topics.")
  private Path bundle;

  @Mixin private AuditSource source;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return source.open(
        bundle,
        audited -> {
          List<Explanation> explanations = new ArrayList<>();
          List<RoundVerdict> doubtful = new ArrayList<>();
          for (String pool : audited.pools()) {
            replay.run(
                pool,
                audited.named(new PoolAudit(pool, audited.source(), audited.topics())),
                spec.commandLine().getErr(),
                Optional.of(
                    (written, round) -> {
                      if (replay.covers(round.opened().round())) {
                        explanations.add(Explanation.of(round, imageId));
                      }
                    }),
                verdict -> {
                  if (verdict.verdict() != Verdict.VERIFIED) {
                    doubtful.add(verdict);
                  }
                });
          }
          print(explanations, audited.cluster().map(this::refusals).orElse(List.of()));
          doubtful.forEach(this::warn);
          return doubtful.isEmpty() ? 0 : 1;
        });
  }

  /** What services could not use of the image, in the order in which they gave up. */
  private List<ObjectNode> refusals(Cluster cluster) {
    try {
      return DeadLettersOfKey.read(cluster, imageId);
    } catch (CommandException e) {
      spec.commandLine().getErr().println("dead letters are not looked at: " + e.getMessage());
      return List.of();
    }
  }

  private void print(List<Explanation> explanations, List<ObjectNode> refusals) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<ObjectNode> objects = new ArrayList<>();
      if (explanations.isEmpty() && !refusals.isEmpty()) {
        objects.add(JsonNodeFactory.instance.objectNode().put("imageId", imageId));
        objects.get(0).putArray("deadLetters").addAll(refusals);
      }
      for (Explanation explanation : explanations) {
        ObjectNode object = JsonText.tree(explanation);
        object.putArray("deadLetters").addAll(refusals);
        objects.add(object);
      }
      out.println(JsonText.of(JsonText.array(objects)));
      return;
    }
    for (Explanation explanation : explanations) {
      out.printf(
          "pool %s round %d: %s%n",
          explanation.pool(), explanation.round(), explanation.sentence());
    }
    refusals.forEach(refusal -> out.println(DeadLettersOfKey.line(refusal)));
  }

  private void warn(RoundVerdict verdict) {
    spec.commandLine()
        .getErr()
        .printf(
            "pool %s round %d is %s, see 'winnow audit verify': %s%n",
            verdict.pool(), verdict.round(), verdict.verdict(), verdict.findings().get(0));
  }
}

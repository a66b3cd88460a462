package io.winnow.cli.round;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.Durations;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.cli.policy.PolicyTable;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.json.AvroJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow round request}. */
@Command(
    name = "request",
    description = "Ask for a round of a pool, now.",
    exitCodeList = {
      "0:requested; with --wait: closed",
      "1:failed, or with --wait: aborted; one line on standard error says why",
      "2:wrong usage",
      "3:with --wait: not closed within --timeout (the request stands)"
    })
final class RoundRequestCommand implements Callable<Integer> {

  private static final int TIMED_OUT = 3;

  @Option(names = "--pool", required = true, converter = PoolName.class, description = "The pool.")
  private String pool;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Images to select in this round (default: the policy's budget).")
  private Integer budget;

  @Option(names = "--wait", description = "Wait until the round is closed and print its manifest.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "60s",
      description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--json",
      description = "Print JSON: {\"pool\", \"requestId\"}, or with --wait the manifest.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (budget != null && budget < 1) {
      throw new UsageException("--budget " + budget + " must be at least 1");
    }
    String requestId = UUID.randomUUID().toString();
    try (Cluster cluster = Cluster.connect(connection)) {
      PolicyTable.read(cluster).require(pool);
      if (!wait) {
        send(cluster, requestId);
        reportRequest(requestId);
        return 0;
      }
      try (TopicReader<RoundClosed> rounds =
          new TopicReader<>(cluster, cluster.catalog().rounds())) {
        rounds.seekToEnd();
        send(cluster, requestId);
        return reportRound(
            cluster,
            requestId,
            rounds.await((key, round) -> requestId.equals(round.getRequestId()), timeout));
      }
    }
  }

  private void send(Cluster cluster, String requestId) {
    RoundRequested request =
        RoundRequested.newBuilder()
            .setRequestId(requestId)
            .setBudget(budget)
            .setRequestedBy(System.getProperty("user.name"))
            .build();
    try (RecordPublisher publisher = new RecordPublisher(cluster)) {
      publisher.publish(cluster.catalog().roundRequests().record(pool, request));
      publisher.flush();
    }
  }

  private void reportRequest(String requestId) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(JsonText.tree(Map.of("pool", pool, "requestId", requestId))));
    } else {
      out.println("requested a round of pool " + pool + ": " + requestId);
    }
  }

  private int reportRound(Cluster cluster, String requestId, Optional<RoundClosed> closed) {
    if (closed.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "the round of pool "
                  + pool
                  + " was not closed within "
                  + Durations.text(timeout)
                  + "; request "
                  + requestId
                  + " stands (are the streams and worker services running?)");
      return TIMED_OUT;
    }
    RoundClosed round = closed.get();
    if (round.getAborted() != null) {
      throw new CommandException(RoundText.line(round));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? JsonText.of(AvroJson.toJson(round)) : RoundText.line(round));
    OtherEncoder.advice(cluster, round).ifPresent(spec.commandLine().getErr()::println);
    return 0;
  }
}

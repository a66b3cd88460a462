package io.winnow.cli.round;

import io.winnow.cli.console.Durations;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.RoundAbort;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.json.AvroJson;
import io.winnow.streams.mapping.RoundMapping;
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

/** {@code winnow round abort}. */
@Command(
    name = "abort",
    description = {
      "End the open round of a pool without a query set.",
      "The round keeps its number and gets a manifest with the reason; the pool goes on with the"
          + " next one. It ends when all partitions have answered its opening, or after the"
          + " streams service's round.answer.interval.ms."
    },
    exitCodeList = {
      "0:requested; with --wait: aborted",
      "1:failed; one line on standard error says why",
      "2:wrong usage",
      "3:with --wait: not aborted within --timeout (the request stands, unless it is a dead letter:"
          + " no such round is open)"
    })
final class RoundAbortCommand implements Callable<Integer> {

  private static final int TIMED_OUT = 3;

  @Option(names = "--pool", required = true, converter = PoolName.class, description = "The pool.")
  private String pool;

  @Option(
      names = "--round",
      paramLabel = "N",
      description = "Only if this round is open (default: whichever is).")
  private Long round;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the manifest.")
  private String reason;

  @Option(names = "--wait", description = "Wait until the round is aborted.")
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
    RoundRequested request = request();
    try (Cluster cluster = Cluster.connect(connection)) {
      if (!wait) {
        send(cluster, request);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            json
                ? JsonText.of(
                    JsonText.tree(Map.of("pool", pool, "requestId", request.getRequestId())))
                : "asked to abort the open round of pool " + pool);
        return 0;
      }
      try (TopicReader<RoundClosed> rounds =
          new TopicReader<>(cluster, cluster.catalog().rounds())) {
        rounds.seekToEnd();
        send(cluster, request);
        return report(rounds.await((key, closed) -> isAnswer(closed, request), timeout));
      }
    }
  }

  private RoundRequested request() {
    RoundRequested request =
        RoundRequested.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setRequestedBy(System.getProperty("user.name"))
            .setAbort(new RoundAbort(round, reason))
            .build();
    try {
      RoundMapping.abort(request);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--reason: " + e.getMessage(), e);
    }
    return request;
  }

  private static boolean isAnswer(RoundClosed closed, RoundRequested request) {
    return closed.getAborted() != null
        && request.getRequestId().equals(closed.getAborted().getRequestId());
  }

  private void send(Cluster cluster, RoundRequested request) {
    try (RecordPublisher publisher = new RecordPublisher(cluster)) {
      publisher.publish(cluster.catalog().roundRequests().record(pool, request));
      publisher.flush();
    }
  }

  private int report(Optional<RoundClosed> aborted) {
    if (aborted.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "no round of pool "
                  + pool
                  + " was aborted within "
                  + Durations.text(timeout)
                  + " (is one open, and the streams service running?)");
      return TIMED_OUT;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? JsonText.of(AvroJson.toJson(aborted.get())) : RoundText.line(aborted.get()));
    return 0;
  }
}

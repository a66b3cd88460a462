package io.winnow.cli.demo;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.RoundClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks for rounds and reads their query sets, as an annotation service would: committed only. */
final class RoundClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final double NANOS = 1e9;

  private final PoolFeed feed;
  private final TopicReader<AnnotationRequested> annotations;
  private final TopicReader<RoundClosed> rounds;

  RoundClient(Cluster cluster, PoolFeed feed) {
    this.feed = feed;
    this.annotations = new TopicReader<>(cluster, cluster.catalog().annotationRequests());
    this.rounds = new TopicReader<>(cluster, cluster.catalog().rounds());
  }

  /**
   * Runs a round.
   *
   * @param round its number
   * @param budget how many images it must select
   * @throws CommandException if fewer come within two minutes
   */
  QuerySet request(long round, int budget) {
    annotations.seekToEnd();
    rounds.seekToEnd();
    String requestId = DemoSettings.POOL + "-" + round;
    List<String> imageIds = new ArrayList<>();
    long asked = System.nanoTime();
    feed.requestRound(requestId);
    annotations.await(
        (imageId, request) -> {
          if (request != null && request.getRound() == round) {
            imageIds.add(imageId);
          }
          return imageIds.size() == budget;
        },
        LIMIT);
    double seconds = (System.nanoTime() - asked) / NANOS;
    if (imageIds.size() < budget) {
      throw new CommandException(
          "round %d: %d of %d annotation records within %d s"
              .formatted(round, imageIds.size(), budget, LIMIT.toSeconds()));
    }
    return new QuerySet(manifest(round, requestId), imageIds, seconds);
  }

  private RoundClosed manifest(long round, String requestId) {
    return rounds
        .await((pool, closed) -> closed != null && requestId.equals(closed.getRequestId()), LIMIT)
        .orElseThrow(
            () ->
                new CommandException(
                    "round %d: no manifest within %d s".formatted(round, LIMIT.toSeconds())));
  }

  @Override
  public void close() {
    annotations.close();
    rounds.close();
  }
}

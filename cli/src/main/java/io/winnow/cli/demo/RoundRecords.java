package io.winnow.cli.demo;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.demo.report.Query;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The rounds as the topics hold them when all is over: read again from the beginning, so that a
 * record too many would be seen.
 */
final class RoundRecords {
  private final List<Query> queries = new ArrayList<>();
  private final List<CandidateDecided> decisions = new ArrayList<>();

  /** Records to check, for instance from elsewhere than Kafka. */
  RoundRecords(List<Query> queries, List<CandidateDecided> decisions) {
    this.queries.addAll(queries);
    this.decisions.addAll(decisions);
    this.queries.sort(Comparator.comparing(query -> query.request().getRank()));
    this.decisions.sort(Comparator.comparing(CandidateDecided::getRank));
  }

  /**
   * Reads the committed records of both topics.
   *
   * @param labels the oracle's class of a selected image
   */
  static RoundRecords read(Cluster cluster, Function<String, String> labels) {
    List<Query> queries = new ArrayList<>();
    readAll(
        cluster,
        cluster.catalog().annotationRequests(),
        (imageId, request) -> queries.add(new Query(imageId, request, labels.apply(imageId))));
    List<CandidateDecided> decisions = new ArrayList<>();
    readAll(
        cluster, cluster.catalog().roundDecisions(), (imageId, decided) -> decisions.add(decided));
    return new RoundRecords(queries, decisions);
  }

  private static <V> void readAll(Cluster cluster, Topic<V> topic, BiConsumer<String, V> sink) {
    try (TopicReader<V> reader = new TopicReader<>(cluster, topic)) {
      reader.readAll(sink);
    }
  }

  /** The query set of a round, by rank. */
  List<Query> queries(long round) {
    return queries.stream().filter(query -> query.request().getRound() == round).toList();
  }

  /** The decisions of a round, by rank in the shortlist. */
  List<CandidateDecided> decisions(long round) {
    return decisions.stream().filter(decided -> decided.getRound() == round).toList();
  }

  /**
   * Makes sure that every round selected exactly its budget and no image was selected twice.
   *
   * @throws CommandException naming the first round or image for which that is not so
   */
  void verify(int rounds, int budget) {
    Map<String, Long> roundOf = new HashMap<>();
    for (Query query : queries) {
      AnnotationRequested request = query.request();
      Long earlier = roundOf.put(query.imageId(), request.getRound());
      if (earlier != null) {
        throw new CommandException(
            "image %s was selected twice: in round %d and in round %d"
                .formatted(query.imageId(), earlier, request.getRound()));
      }
    }
    for (long round = 1; round <= rounds; round++) {
      int selected = queries(round).size();
      if (selected != budget) {
        throw new CommandException(
            "round %d selected %d images, its budget is %d".formatted(round, selected, budget));
      }
    }
    if (queries.size() != rounds * budget) {
      throw new CommandException(
          "%d images were selected, %d rounds of %d should be %d"
              .formatted(queries.size(), rounds, budget, rounds * budget));
    }
  }
}

package io.winnow.cli.demo.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.schemas.json.AvroJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what the demo leaves in its output directory. */
public final class ResultFiles {
  /** The figures, {@link DemoSummary}. */
  public static final String SUMMARY = "summary.json";

  /** The manifests, an array. */
  public static final String ROUNDS = "rounds.json";

  /** The annotation records in order of round and rank, each with its key as {@code imageId}. */
  public static final String ANNOTATION_REQUESTS = "annotation-requests.jsonl";

  /** The decisions in order of round and rank. */
  public static final String DECISIONS = "decisions.jsonl";

  /** The page for people. */
  public static final String REPORT = "report.html";

  /** All five. */
  public static final List<String> NAMES =
      List.of(SUMMARY, ROUNDS, ANNOTATION_REQUESTS, DECISIONS, REPORT);

  private ResultFiles() {}

  /**
   * Writes all five files, replacing those of an earlier run.
   *
   * @param directory exists
   */
  public static void write(Path directory, DemoResult result, Pictures pictures, PoolMap map)
      throws IOException {
    Files.writeString(
        directory.resolve(SUMMARY), JsonText.of(JsonText.tree(result.summary())) + "\n");
    List<ObjectNode> manifests =
        result.rounds().stream().map(round -> AvroJson.toJson(round.manifest())).toList();
    Files.writeString(directory.resolve(ROUNDS), JsonText.of(JsonText.array(manifests)) + "\n");
    Files.writeString(
        directory.resolve(ANNOTATION_REQUESTS),
        lines(
            result.rounds().stream()
                .flatMap(round -> round.queries().stream())
                .map(
                    query ->
                        JsonText.prepend(
                            "imageId", query.imageId(), AvroJson.toJson(query.request())))));
    Files.writeString(
        directory.resolve(DECISIONS),
        lines(
            result.rounds().stream()
                .flatMap(round -> round.decisions().stream())
                .map(AvroJson::toJson)));
    Files.writeString(directory.resolve(REPORT), new ReportPage(result, pictures, map).html());
  }

  private static String lines(Stream<? extends JsonNode> objects) {
    return objects.map(object -> object + "\n").collect(Collectors.joining());
  }
}

package io.winnow.cli.round;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.json.AvroJson;
import io.winnow.streams.mapping.ReasonMapping;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow round selected}. */
@Command(name = "selected", description = "List the images that a round selected, by rank.")
final class RoundSelectedCommand implements Callable<Integer> {

  /** An annotation request with its key. */
  private record Selected(String imageId, AnnotationRequested request) {}

  @Mixin private ClosedRoundOptions round;

  @Option(
      names = "--json",
      description = "Print the annotation requests, with imageId, as a JSON array.")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      List<Selected> selected = read(cluster, round.find(cluster));
      if (json) {
        out.println(
            JsonText.of(
                JsonText.array(
                    selected.stream()
                        .map(
                            image ->
                                JsonText.prepend(
                                    "imageId", image.imageId(), AvroJson.toJson(image.request())))
                        .toList())));
      } else {
        table(selected).print(out);
      }
      return 0;
    }
  }

  private List<Selected> read(Cluster cluster, RoundClosed closed) {
    List<Selected> selected = new ArrayList<>();
    try (TopicReader<AnnotationRequested> reader =
        new TopicReader<>(cluster, cluster.catalog().annotationRequests())) {
      reader.readAll(
          (imageId, request) -> {
            if (RoundLog.isOf(closed, request.getPool(), request.getRound())) {
              selected.add(new Selected(imageId, ReasonMapping.shown(request)));
            }
          });
    }
    selected.sort(Comparator.comparingInt(image -> image.request().getRank()));
    return selected;
  }

  private static TextTable table(List<Selected> selected) {
    TextTable table = new TextTable("RANK", "UNCERTAINTY", "IMAGE", "WHERE", "WHY");
    for (Selected image : selected) {
      AnnotationRequested request = image.request();
      table.row(
          request.getRank(),
          String.format(Locale.ROOT, "%.6f", request.getUncertainty()),
          image.imageId(),
          request.getImage().getUri() == null ? "inline" : request.getImage().getUri(),
          request.getReason());
    }
    return table;
  }
}

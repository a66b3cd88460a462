package io.winnow.selection.offline;

import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The example of docs/offline.md, which shows the body of {@link #choose}. */
final class OfflineExample {
  private OfflineExample() {}

  static QuerySet choose(Path folder) throws IOException {
    // docs/offline.md: begin
    SelectionPolicy policy =
        SelectionPolicy.of(
            6, // the budget
            Scoring.of(Measure.ENTROPY),
            new ResamplingPolicy("budgeted-nms", 2.0, 10, null, 0));
    try (NpyDescriptors descriptors =
            NpyDescriptors.open(folder.resolve("descriptors.npy"), folder.resolve("ids.txt"));
        Stream<String> lines = Files.lines(folder.resolve("scores.csv")).skip(1)) {
      QuerySetSelector selector = new QuerySetSelector(policy, descriptors);
      lines
          .map(line -> line.split(","))
          .map(
              cells ->
                  ImageScore.of(
                      cells[0],
                      new Classification(
                          List.of("cat", "dog", "bird"),
                          new double[] {
                            Double.parseDouble(cells[2]),
                            Double.parseDouble(cells[3]),
                            Double.parseDouble(cells[4])
                          })))
          .forEach(selector::add);
      return selector.select();
    }
    // docs/offline.md: end
  }
}

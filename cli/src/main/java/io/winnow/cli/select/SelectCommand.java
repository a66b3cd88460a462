package io.winnow.cli.select;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.OutputPath;
import io.winnow.cli.console.Progress;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.policy.SelectionFlags;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.serde.TrustedRecords;
import io.winnow.selection.offline.ImageScore;
import io.winnow.selection.offline.NpyDescriptors;
import io.winnow.selection.offline.QuerySet;
import io.winnow.selection.offline.QuerySetSelector;
import io.winnow.selection.offline.SelectionPolicy;
import io.winnow.streams.mapping.PolicyMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow select}. */
@Command(
    name = "select",
    description = {
      "Choose a query set from files, without Kafka: the decisions and digests are those of a round"
          + " over the same scores and descriptors.",
      "Scores are JSON lines as 'scores publish' takes them, or CSV with a header:"
          + " imageId,CLASS,CLASS... with probabilities, or imageId,uncertainty; optional columns"
          + " member, uri and attribute:NAME. The last score of an image counts.",
      "Descriptors are a NumPy .npy matrix of float32 or float64 with a row per image; the ids file"
          + " has the image id of every row on a line of its own."
    })
public final class SelectCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  /** A policy names an encoder; here the descriptors are given, whoever made them. */
  private static final String NO_ENCODER = "0".repeat(64);

  @Option(
      names = "--scores",
      required = true,
      paramLabel = "FILE",
      description =
          "FILE.csv, or JSON lines under any other name; - is JSON lines from standard input.")
  private String scores;

  @Option(
      names = "--descriptors",
      required = true,
      paramLabel = "FILE.npy",
      description = "The descriptors.")
  private Path descriptors;

  @Option(
      names = "--ids",
      required = true,
      paramLabel = "FILE",
      description = "The image ids of the descriptors' rows.")
  private Path ids;

  @Option(
      names = "--budget",
      required = true,
      paramLabel = "N",
      description = "Images to select (T'), at least 1.")
  private int budget;

  @ArgGroup(validate = false, heading = "%nHow they are chosen:%n")
  private SelectionFlags flags = new SelectionFlags();

  @Option(
      names = "--out",
      paramLabel = "FILE.jsonl",
      description = "Write the decisions there, one JSON object a line, and not to the output.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      OutputPath.requireFile("--out", out);
    }
    PrintWriter printer = spec.commandLine().getOut();
    QuerySet chosen;
    try (ScoreReader reader = open(scores);
        NpyDescriptors vectors = NpyDescriptors.open(descriptors, ids)) {
      SelectionPolicy policy = policy(reader, vectors.dimension());
      QuerySetSelector selector = new QuerySetSelector(policy, vectors);
      addAll(reader, selector);
      chosen = selector.select();
    }
    if (out != null) {
      QuerySetJson.writeLines(chosen.decisions(), out);
    }
    if (json) {
      printer.println(JsonText.of(QuerySetJson.of(chosen, budget, out == null)));
    } else {
      QuerySetText.print(chosen, budget, printer);
    }
    return 0;
  }

  private SelectionPolicy policy(ScoreReader reader, int dimension) {
    TrustedRecords.trust(); // before Avro reads the defaults of the policy's schema
    PoolPolicy.Builder draft =
        PoolPolicy.newBuilder()
            .setBudget(budget)
            .setEncoderId(NO_ENCODER)
            .setDescriptorSize(dimension);
    reader.impliedMeasure().ifPresent(draft::setMeasure);
    flags.applyTo(draft);
    io.winnow.selection.policy.PoolPolicy policy;
    try {
      policy = PolicyMapping.fromAvro(draft.build());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    if (policy.memory().rounds() > 0) {
      throw new UsageException(
          "--memory-rounds " + policy.memory().rounds() + ": there are no earlier rounds here");
    }
    return SelectionPolicy.of(policy);
  }

  private void addAll(ScoreReader reader, QuerySetSelector selector) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Progress progress = new Progress("scores", " scores", -1, err)) {
      for (ImageScore score = reader.next(); score != null; score = reader.next()) {
        selector.add(score);
        progress.step();
      }
    }
  }

  private static ScoreReader open(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return new JsonLinesScores(file, System.in);
    }
    InputStream input;
    try {
      input = Files.newInputStream(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": no such file", e);
    }
    return file.toLowerCase(Locale.ROOT).endsWith(".csv")
        ? new CsvScores(file, input)
        : new JsonLinesScores(file, input);
  }
}

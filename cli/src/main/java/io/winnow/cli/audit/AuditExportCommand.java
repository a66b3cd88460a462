package io.winnow.cli.audit;

import io.winnow.audit.PoolHistory;
import io.winnow.audit.bundle.BundleWriter;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.ErrorLine;
import io.winnow.cli.console.OutputPath;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow audit export}. */
@Command(
    name = "export",
    description = {
      "Write a round, those before it and all records that prove them into one file, which 'winnow"
          + " audit verify FILE' verifies without Kafka.",
      "It holds the records of other pools in the same topics, too: input digests are over all."
    })
final class AuditExportCommand implements Callable<Integer> {

  private static final int UNREADABLE_SHOWN = 10;

  @Option(
      names = "--round",
      paramLabel = "N",
      description = "The last round in it (default: the pool's last).")
  private Long round;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write; one that is there is replaced.")
  private Path out;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = AuditLevel.Converter.class,
      description = {
        "full: everything that the rounds saw; evidence: decisions and the descriptors of those"
            + " images, much less; auto: full unless records have expired (default:"
            + " ${DEFAULT-VALUE})."
      },
      defaultValue = "auto")
  private AuditLevel level;

  @Mixin private AuditSource source;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    OutputPath.requireFile("--out", out);
    return source.open(
        audited -> {
          if (audited.pools().size() != 1) {
            throw new CommandException(
                audited.pools().isEmpty()
                    ? "no pool has a closed round"
                    : "say which --pool: " + audited.pools());
          }
          write(audited);
          return 0;
        });
  }

  private void write(AuditSource.Audited audited) throws IOException {
    String pool = audited.pools().get(0);
    PoolHistory history = PoolHistory.read(audited.source(), audited.topics(), pool);
    history.unreadable().forEach(audited.unreadable());
    long last = round != null ? round : history.lastClosed();
    long[] written = {0};
    List<String> unreadable;
    try {
      unreadable =
          BundleWriter.write(
              out,
              pool,
              last,
              level.level(),
              audited.source(),
              audited.topics(),
              more -> written[0] += more);
    } catch (IOException e) {
      throw new CommandException("cannot write " + out + ": " + ErrorLine.of(e), e);
    }
    spec.commandLine()
        .getOut()
        .printf(
            "pool %s rounds 1..%d: %d records, %d bytes in %s%n",
            pool, last, written[0], Files.size(out), out);
    PrintWriter err = spec.commandLine().getErr();
    unreadable.stream()
        .limit(UNREADABLE_SHOWN)
        .forEach(line -> err.println("in the bundle as it is: " + line));
    if (unreadable.size() > UNREADABLE_SHOWN) {
      err.println("and " + (unreadable.size() - UNREADABLE_SHOWN) + " more such schema ids");
    }
  }
}

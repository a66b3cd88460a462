package io.winnow.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.integration.fuzz.Fuzzer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every decoder of bytes from outside stands {@code winnow.fuzz.inputs} damaged inputs: it decodes
 * them or throws what it documents, comes back, and takes no more memory than an input can want.
 */
class DecodersFuzzIT {

  private static final long INPUTS = Long.getLong("winnow.fuzz.inputs", 20_000);
  private static final long SEED = Long.getLong("winnow.fuzz.seed", 1);
  private static final Path REPORT = Path.of("target", "fuzzing.md");
  private static final Path FINDS = Path.of("target", "fuzz-finds");

  @TempDir private Path directory;

  @Test
  void shouldDecodeOrRejectWhateverBytesCome() throws IOException {
    List<Decoder> decoders = new ArrayList<>(new RecordDecoders().all());
    decoders.addAll(new FileDecoders(directory).all());
    decoders.addAll(new PictureDecoders().all());
    int shares = decoders.stream().mapToInt(Decoder::share).sum();
    Fuzzer fuzzer = new Fuzzer(SEED, Files.createDirectories(FINDS));

    List<Outcome> outcomes = new ArrayList<>();
    for (Decoder decoder : decoders) {
      outcomes.add(fuzzer.run(decoder, (INPUTS * decoder.share() + shares - 1) / shares));
    }

    Files.writeString(REPORT, table(outcomes));
    assertThat(outcomes).allSatisfy(one -> assertThat(one.finds()).as(one.decoder()).isEmpty());
    assertThat(outcomes).allSatisfy(one -> assertThat(one.rejected()).isPositive());
  }

  private static String table(List<Outcome> outcomes) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| decoder | inputs | decoded | rejected | finds | seconds | most memory, MiB |\n");
    table.append("|---|---|---|---|---|---|---|\n");
    for (Outcome one : outcomes) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %,d | %d | %.1f | %.1f |%n",
              one.decoder(),
              one.inputs(),
              one.accepted(),
              one.rejected(),
              one.finds().size(),
              one.seconds(),
              one.largest() / (double) (1 << 20)));
    }
    return table.toString();
  }
}

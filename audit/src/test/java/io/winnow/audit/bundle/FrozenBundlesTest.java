package io.winnow.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.selection.digest.EvidenceVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rounds that earlier versions closed verify for as long as their evidence is known. */
class FrozenBundlesTest {

  private static final String ENDING = ".zip";

  static List<Path> frozen() throws IOException {
    try (Stream<Path> files = Files.list(Bundles.FROZEN)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  @Test
  void shouldHaveABundleOfEveryVersionOfEvidence() throws IOException {
    assertThat(frozen())
        .extracting(file -> file.getFileName().toString())
        .containsAll(
            IntStream.rangeClosed(EvidenceVersion.FIRST, EvidenceVersion.CURRENT)
                .mapToObj(version -> "evidence-" + version + ENDING)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("frozen")
  void shouldVerifyEveryRoundByReplay(Path bundle) {
    assertVerified(bundle, Level.FULL);
  }

  @ParameterizedTest
  @MethodSource("frozen")
  void shouldVerifyEveryRoundFromItsEvidence(Path bundle) {
    assertVerified(bundle, Level.EVIDENCE);
  }

  private static void assertVerified(Path bundle, Level level) {
    Path publicKey = Path.of(bundle.toString().replace(ENDING, ".pub.pem"));

    List<RoundVerdict> verdicts = Bundles.verify(bundle, publicKey, Optional.of(level));

    assertThat(verdicts)
        .hasSize(Bundles.ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).isEmpty();
              assertThat(verdict.level()).isEqualTo(level);
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
  }
}

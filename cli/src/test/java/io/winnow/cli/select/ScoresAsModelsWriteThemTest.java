package io.winnow.cli.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.offline.ImageScore;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Selection without Kafka corrects and refuses what the streams application does. */
class ScoresAsModelsWriteThemTest {

  private static ImageScore csv(String text) throws IOException {
    try (CsvScores scores = new CsvScores("f", new ByteArrayInputStream(text.getBytes(UTF_8)))) {
      return scores.next();
    }
  }

  private static ImageScore json(String prediction) throws IOException {
    String line = "{\"imageId\":\"a\",\"prediction\":" + prediction + "}\n";
    try (JsonLinesScores scores =
        new JsonLinesScores("f", new ByteArrayInputStream(line.getBytes(UTF_8)))) {
      return scores.next();
    }
  }

  @Test
  void shouldComeToTheSameBitsFromRoundedProbabilitiesInCsvAndJson() throws IOException {
    String numbers = "0.201,0.301,0.25,0.25";
    ImageScore fromCsv = csv("imageId,w,x,y,z\na," + numbers + "\n");
    ImageScore fromJson =
        json("{\"classes\":[\"w\",\"x\",\"y\",\"z\"],\"probabilities\":[" + numbers + "]}");

    assertThat(fromCsv.prediction()).isEqualTo(fromJson.prediction());
    double sum = 0.201 + 0.301 + 0.25 + 0.25;
    assertThat(sum).isGreaterThan(1.001);
    assertThat(((Classification) fromCsv.prediction()).probabilities())
        .containsExactly(0.201 / sum, 0.301 / sum, 0.25 / sum, 0.25 / sum);
  }

  @Test
  void shouldClipNoise() throws IOException {
    assertThat(((Classification) csv("imageId,x,y\na,1,-1e-9\n").prediction()).probabilities())
        .containsExactly(1, 0);
  }

  @Test
  void shouldTakeScoredBoxesAndDropBadOnes() throws IOException {
    ImageScore score =
        json(
            "{\"classes\":[\"cat\"],\"boxes\":["
                + "{\"x\":0.1,\"y\":0.1,\"width\":0.2,\"height\":0.2,\"score\":0.75},"
                + "{\"x\":64,\"y\":80,\"width\":20,\"height\":20,\"score\":0.9}]}");

    assertThat(((Detections) score.prediction()).boxes())
        .containsExactly(DetectedBox.scored(0.1, 0.1, 0.2, 0.2, 0, 0.75));
  }
}

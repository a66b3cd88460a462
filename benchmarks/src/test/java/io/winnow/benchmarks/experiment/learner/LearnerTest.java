package io.winnow.benchmarks.experiment.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.LabelledImages;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final LearnerSettings CNN = new LearnerSettings("cnn", 60, 1e-3);

  @Test
  void shouldLearnFashionFromAFewPictures() throws IOException {
    LabelledImages sample = FashionSample.load().train();
    int[] labels = IntStream.range(0, 900).map(sample.labels()::label).toArray();
    int[] known = IntStream.range(0, 500).toArray();
    int[] unknown = IntStream.range(500, 900).toArray();

    double[][] probabilities =
        Learner.train(CNN, pixels(sample, 900), labels, known, 10, 1)
            .probabilities(pixels(sample, 900), unknown);

    long right =
        IntStream.range(0, 400).filter(i -> best(probabilities[i]) == labels[500 + i]).count();
    assertThat(right).isGreaterThan(240);
    assertThat(Arrays.asList(probabilities))
        .allSatisfy(row -> assertThat(Arrays.stream(row).sum()).isBetween(1 - 1e-12, 1 + 1e-12));
  }

  @Test
  void shouldGiveTheSameBitsOnEveryMachine() throws IOException {
    LabelledImages sample = FashionSample.load().train();
    int[] labels = IntStream.range(0, 100).map(sample.labels()::label).toArray();
    int[] all = IntStream.range(0, 100).toArray();

    double[][] rows =
        Learner.train(CNN, pixels(sample, 100), labels, all, 10, 7)
            .probabilities(pixels(sample, 100), all);

    assertThat(Arrays.deepHashCode(rows)).isEqualTo(SAME_BITS);
  }

  @Test
  void shouldLearnFashionWithAMobileNetwork() throws IOException {
    LabelledImages sample = FashionSample.load().train();
    int[] labels = IntStream.range(0, 900).map(sample.labels()::label).toArray();
    int[] unknown = IntStream.range(500, 900).toArray();

    double[][] probabilities =
        Learner.train(
                new LearnerSettings("mobile", 120, 5e-3),
                pixels(sample, 900),
                labels,
                IntStream.range(0, 500).toArray(),
                10,
                1)
            .probabilities(pixels(sample, 900), unknown);

    long right =
        IntStream.range(0, 400).filter(i -> best(probabilities[i]) == labels[500 + i]).count();
    assertThat(right).isGreaterThan(240);
  }

  @Test
  void shouldTellBarsApartWithAMobileNetworkWhereverTheyLie() {
    float[][] values = new float[96][28 * 28];
    int[] labels = new int[96];
    for (int i = 0; i < 96; i++) {
      labels[i] = i % 2;
      int place = 4 + i / 2 % 20;
      for (int p = 4; p < 24; p++) {
        values[i][i % 2 == 0 ? place * 28 + p : p * 28 + place] = 1;
      }
    }
    Examples examples = new Examples(1, 28, 28, values);
    int[] even = IntStream.range(0, 96).filter(i -> i / 2 % 2 == 0).toArray();
    int[] odd = IntStream.range(0, 96).filter(i -> i / 2 % 2 == 1).toArray();

    double[][] rows =
        Learner.train(new LearnerSettings("mobile", 60, 5e-3), examples, labels, even, 2, 1)
            .probabilities(examples, odd);

    assertThat(IntStream.range(0, odd.length).filter(i -> best(rows[i]) == labels[odd[i]]).count())
        .isEqualTo(odd.length);
  }

  @Test
  void shouldGiveTheSameBitsOfAMobileNetworkOnEveryMachine() throws IOException {
    LabelledImages sample = FashionSample.load().train();
    int[] labels = IntStream.range(0, 64).map(sample.labels()::label).toArray();
    int[] all = IntStream.range(0, 64).toArray();

    double[][] rows =
        Learner.train(
                new LearnerSettings("mobile", 10, 5e-3), pixels(sample, 64), labels, all, 10, 7)
            .probabilities(pixels(sample, 64), all);

    assertThat(Arrays.deepHashCode(rows)).isEqualTo(SAME_MOBILE_BITS);
  }

  @Test
  void shouldSeparateVectorsByALine() {
    float[][] vectors = new float[64][];
    int[] labels = new int[64];
    for (int i = 0; i < 64; i++) {
      labels[i] = i % 2;
      vectors[i] = new float[] {i % 2 == 0 ? 1 : -1, (i % 7) / 7f, (i % 5) / 5f};
    }
    Examples examples = Examples.ofVectors(vectors);
    int[] all = IntStream.range(0, 64).toArray();

    double[][] rows =
        Learner.train(new LearnerSettings("linear", 200, 0.05), examples, labels, all, 2, 1)
            .probabilities(examples, all);

    assertThat(IntStream.range(0, 64).filter(i -> best(rows[i]) == labels[i]).count())
        .isEqualTo(64);
  }

  @Test
  void shouldGiveTheFeaturesThatTheScoresAreMadeOf() {
    Examples examples = Examples.ofVectors(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Learner learner =
        Learner.train(
            new LearnerSettings("linear", 1, 0.05),
            examples,
            new int[] {0, 1},
            new int[] {0, 1},
            2,
            1);

    assertThat(learner.features(examples, new int[] {1, 0}))
        .isDeepEqualTo(new float[][] {{4, 5, 6}, {1, 2, 3}});
  }

  private static final int SAME_BITS = -755094132;
  private static final int SAME_MOBILE_BITS = -1476880425;

  private static Examples pixels(LabelledImages sample, int count) {
    float[][] values = new float[count][784];
    for (int i = 0; i < count; i++) {
      byte[] image = sample.images().image(i);
      for (int p = 0; p < image.length; p++) {
        values[i][p] = Byte.toUnsignedInt(image[p]) / 255f - 0.3f;
      }
    }
    return new Examples(1, 28, 28, values);
  }

  private static int best(double[] row) {
    return IntStream.range(0, row.length).reduce(0, (a, b) -> row[b] > row[a] ? b : a);
  }
}

package io.winnow.cli.demo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.LabelledImages;
import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  private static final int SEED = 5;

  private static FashionSample sample;
  private static Classifier fewLabels;

  @BeforeAll
  static void train() throws IOException {
    sample = FashionSample.load();
    fewLabels = Classifier.train(first(sample.train(), 50), SEED);
  }

  @Test
  void shouldLearnWhenTrainedOnTheSample() {
    Classifier manyLabels = Classifier.train(first(sample.train(), 1_000), SEED);

    assertThat(fewLabels.accuracy(sample.test())).isBetween(0.5, 0.75);
    assertThat(manyLabels.accuracy(sample.test())).isGreaterThan(0.75);
  }

  @Test
  void shouldGiveProbabilitiesWhenAskedForMoreThanOneChunk() {
    double[][] probabilities = fewLabels.probabilities(first(sample.test(), 701).images());

    assertThat(probabilities.length).isEqualTo(701);
    for (double[] row : probabilities) {
      assertThat(row).hasSize(10);
      assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-5));
      assertThat(Arrays.stream(row)).allMatch(p -> p >= 0 && p <= 1);
    }
  }

  @Test
  void shouldGiveTheSameModelWhenTheSeedIsTheSame() {
    LabelledImages labelled = first(sample.train(), 50);
    IdxImages asked = first(sample.test(), 20).images();
    double[][] once = fewLabels.probabilities(asked);

    assertThat(Classifier.train(labelled, SEED).probabilities(asked)).isDeepEqualTo(once);
    assertThat(Classifier.train(labelled, SEED + 1).probabilities(asked)[0]).isNotEqualTo(once[0]);
  }

  @Test
  void shouldRefuseWhenThereAreTooFewLabels() {
    LabelledImages few = first(sample.train(), 31);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Classifier.train(few, 1))
        .withMessage("31 labelled images, training needs at least 32");
  }

  private static LabelledImages first(LabelledImages items, int count) {
    return items.pick(IntStream.range(0, count).toArray());
  }
}

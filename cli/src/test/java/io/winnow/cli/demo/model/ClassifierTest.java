package io.winnow.cli.demo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.LabelledImages;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  @Test
  void shouldLearnWhenTrainedOnTheSample() throws IOException {
    FashionSample sample = FashionSample.load();

    Classifier few = Classifier.train(first(sample.train(), 50), 1);
    Classifier many = Classifier.train(first(sample.train(), 1_000), 1);

    assertThat(few.accuracy(sample.test())).isBetween(0.5, 0.75);
    assertThat(many.accuracy(sample.test())).isGreaterThan(0.75);
  }

  @Test
  void shouldGiveProbabilitiesWhenAskedForMoreThanOneChunk() throws IOException {
    FashionSample sample = FashionSample.load();
    Classifier classifier = Classifier.train(first(sample.train(), 100), 1);

    double[][] probabilities = classifier.probabilities(first(sample.test(), 701).images());

    assertThat(probabilities.length).isEqualTo(701);
    for (double[] row : probabilities) {
      assertThat(row).hasSize(10);
      assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-5));
      assertThat(Arrays.stream(row)).allMatch(p -> p >= 0 && p <= 1);
    }
    double[][] again = classifier.probabilities(first(sample.test(), 701).images());
    assertThat(again).isDeepEqualTo(probabilities);
  }

  @Test
  void shouldGiveTheSameModelWhenTheSeedIsTheSame() throws IOException {
    FashionSample sample = FashionSample.load();
    LabelledImages labelled = first(sample.train(), 100);
    LabelledImages asked = first(sample.test(), 20);

    double[][] once = Classifier.train(labelled, 5).probabilities(asked.images());

    assertThat(Classifier.train(labelled, 5).probabilities(asked.images())).isDeepEqualTo(once);
    assertThat(Classifier.train(labelled, 6).probabilities(asked.images())).isNotEqualTo(once);
  }

  @Test
  void shouldRefuseWhenThereAreTooFewLabels() throws IOException {
    LabelledImages few = first(FashionSample.load().train(), 31);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Classifier.train(few, 1))
        .withMessage("31 labelled images, training needs at least 32");
  }

  private static LabelledImages first(LabelledImages items, int count) {
    return items.pick(IntStream.range(0, count).toArray());
  }
}

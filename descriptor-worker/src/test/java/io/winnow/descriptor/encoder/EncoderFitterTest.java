package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.training.FashionSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EncoderFitterTest {

  private static final FitSettings SMALL =
      new FitSettings(FitSettings.FUSED, 8, Aggregation.grid(2), 16, 0, 32, 11);
  private static Backbone backbone;

  @BeforeAll
  static void open() {
    backbone = Backbones.open(Backbones.spec("compact"), Backend.ONNXRUNTIME);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  @Test
  void shouldGiveTheSameEncoderToTheBitWhenFittedTwice() {
    Set<FitProgress.Stage> stages = EnumSet.noneOf(FitProgress.Stage.class);

    Encoder first = fit(FashionSample.images(100), SMALL, (stage, images) -> stages.add(stage));
    Encoder second = fit(FashionSample.images(100), SMALL, FitProgress.NONE);

    assertThat(second.encoderId()).isEqualTo(first.encoderId());
    assertThat(second.components()).isEqualTo(first.components());
    assertThat(stages).containsExactlyInAnyOrder(FitProgress.Stage.values());
    assertThat(second.fit()).isEqualTo(first.fit());
    assertThat(first.fit().algorithm()).isEqualTo("covariance");
    assertThat(first.fit().duplicateCosine().images()).isEqualTo(100);
    assertThat(first.fit().duplicateCosine().threshold()).isBetween(0.0, 1.0);
    assertThat(first.fit().sampleCount()).isEqualTo(100);
    assertThat(first.fit().explainedVariance()).isBetween(0.5, 1.0);
  }

  @Test
  void shouldTellAlteredCopiesFromStrangersBetterThanChance() {
    DuplicateCosine duplicates =
        fit(FashionSample.images(100), SMALL, FitProgress.NONE).fit().duplicateCosine();

    assertThat(duplicates.images()).isEqualTo(100);
    // One that called everything a copy, or nothing, would be wrong in 1.
    assertThat(duplicates.missed() + duplicates.mistaken()).isLessThan(0.9);
  }

  @Test
  void shouldGiveAnotherIdentityWhenTheSampleDiffers() {
    Encoder one = fit(FashionSample.images(100), SMALL, FitProgress.NONE);
    Encoder other = fit(FashionSample.images(101), SMALL, FitProgress.NONE);

    assertThat(other.encoderId()).isNotEqualTo(one.encoderId());
    assertThat(other.fit().sampleDigest()).isNotEqualTo(one.fit().sampleDigest());
  }

  @Test
  void shouldKeepOrthonormalComponentsWithAFixedSign() {
    Encoder encoder = fit(FashionSample.images(100), SMALL, FitProgress.NONE);
    float[] components = encoder.components();
    int features = encoder.spec().featureSize();

    assertThat(features).isEqualTo(2 * 2 * 16);
    for (int i = 0; i < 16; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int f = 0; f < features; f++) {
          dot += (double) components[i * features + f] * components[j * features + f];
        }
        assertThat(dot).isCloseTo(i == j ? 1 : 0, Offset.offset(1e-5));
      }
      assertThat(entryOfLargestMagnitude(components, i, features)).isPositive();
    }
  }

  @Test
  void shouldGiveEveryComponentTheSameVarianceOverTheSampleWhenWhitenedFully() {
    double[] plain = varianceAlongComponents(0);
    double[] half = varianceAlongComponents(0.5);
    double[] full = varianceAlongComponents(1);

    for (int j = 1; j < full.length; j++) {
      assertThat(full[j]).isCloseTo(full[0], Offset.offset(1e-3 * full[0]));
      assertThat(half[j] / half[0]).isCloseTo(Math.sqrt(plain[j] / plain[0]), Offset.offset(1e-3));
      assertThat(plain[j]).isLessThan(plain[0]);
    }
  }

  private static double[] varianceAlongComponents(double whitening) {
    Random random = new Random(5);
    CovariancePca pca = new CovariancePca(4);
    float[][] vectors = new float[50][4];
    for (float[] vector : vectors) {
      for (int f = 0; f < 4; f++) {
        vector[f] = (float) (random.nextGaussian() * (f + 1));
      }
      pca.add(vector);
    }
    Pca.Solution solution = pca.solve(ComponentCount.exactly(3));
    float[] components = solution.whitened(whitening);
    double[] variances = new double[3];
    for (float[] vector : vectors) {
      for (int j = 0; j < 3; j++) {
        double projected = 0;
        for (int f = 0; f < 4; f++) {
          projected += components[4 * j + f] * (vector[f] - solution.mean()[f]);
        }
        variances[j] += projected * projected / vectors.length;
      }
    }
    return variances;
  }

  @Test
  void shouldRefuseAWhiteningOutsideZeroToOne() {
    assertThatThrownBy(
            () -> new FitSettings(FitSettings.FUSED, 8, Aggregation.FLATTEN, 16, 1.5, 32, 11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("whitening must be within 0..1, got 1.5");
    assertThatThrownBy(
            () ->
                new FitSettings(FitSettings.FUSED, 8, Aggregation.FLATTEN, 16, Double.NaN, 32, 11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  private static float entryOfLargestMagnitude(float[] components, int row, int features) {
    float largest = 0;
    for (int f = 0; f < features; f++) {
      float value = components[row * features + f];
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    return largest;
  }

  @Test
  void shouldSayHowManyImagesADescriptorNeeds() {
    assertThatThrownBy(() -> fit(FashionSample.images(10), SMALL, FitProgress.NONE))
        .isInstanceOf(EncoderException.class)
        .hasMessage("descriptor size 16 needs a sample of at least 17 images, got 10");
  }

  @Test
  void shouldRefuseAnEmptySampleAndOneOfEqualImages() {
    DecodedImage image = FashionSample.images(1).get(0);

    assertThatThrownBy(() -> fit(List.of(), SMALL, FitProgress.NONE))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("got 0");
    assertThatThrownBy(() -> fit(Collections.nCopies(30, image), SMALL, FitProgress.NONE))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("exceeds the rank 0");
  }

  @Test
  void shouldNameTheLayerWhenMoreChannelsAreAskedForThanItHas() {
    FitSettings settings =
        new FitSettings(FitSettings.FUSED, 33, Aggregation.grid(2), 16, 0, 32, 11);

    assertThatThrownBy(() -> fit(FashionSample.images(40), settings, FitProgress.NONE))
        .isInstanceOf(EncoderException.class)
        .hasMessage("layer block2_pool has 32 channels, cannot keep 33");
  }

  @Test
  void shouldRefuseAGridFinerThanTheMaps() {
    FitSettings settings =
        new FitSettings(FitSettings.FUSED, 8, Aggregation.grid(9), 16, 0, 32, 11);

    assertThatThrownBy(() -> fit(FashionSample.images(40), settings, FitProgress.NONE))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("grid 9")
        .hasMessageContaining("8x8");
  }

  @Test
  void shouldRefuseASampleThatChangesBetweenThePasses() {
    List<List<DecodedImage>> passes =
        new ArrayList<>(
            List.of(FashionSample.images(40), FashionSample.images(60).subList(20, 60)));
    Iterable<DecodedImage> changing = () -> passes.remove(0).iterator();

    assertThatThrownBy(() -> EncoderFitter.fit(backbone, changing, SMALL, FitProgress.NONE))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("second pass");
  }

  @Test
  void shouldFindTheSameComponentsThroughTheGramMatrixAsThroughTheCovariance() {
    Random random = new Random(5);
    CovariancePca covariance = new CovariancePca(20);
    GramPca gram = new GramPca(20, 30);
    for (int i = 0; i < 30; i++) {
      float[] vector = new float[20];
      for (int f = 0; f < 20; f++) {
        vector[f] = (float) (random.nextGaussian() * (f + 1));
      }
      covariance.add(vector);
      gram.add(vector);
    }

    Pca.Solution expected = covariance.solve(ComponentCount.exactly(6));
    Pca.Solution actual = gram.solve(ComponentCount.exactly(6));

    assertThat(actual.mean()).containsExactly(expected.mean(), Offset.offset(1e-5f));
    assertThat(actual.components()).containsExactly(expected.components(), Offset.offset(1e-5f));
    assertThat(actual.rank()).isEqualTo(expected.rank()).isEqualTo(20);
    assertThat(actual.explainedVariance())
        .isCloseTo(expected.explainedVariance(), Offset.offset(1e-9));
  }

  @Test
  void shouldFitOneLayerWithAllItsChannels() {
    FitSettings settings =
        new FitSettings(
            List.of("middle"), FitSettings.ALL_CHANNELS, Aggregation.parse("crow"), 16, 0, 32, 11);

    EncoderSpec spec = fit(FashionSample.images(60), settings, FitProgress.NONE).spec();

    assertThat(spec.layers()).hasSize(1);
    assertThat(spec.layers().get(0).name()).isEqualTo(backbone.spec().middleLayer());
    assertThat(spec.layers().get(0).channels()).hasSize(spec.featureSize());
  }

  private static Encoder fit(
      List<DecodedImage> sample, FitSettings settings, FitProgress progress) {
    return EncoderFitter.fit(backbone, sample, settings, progress);
  }
}

package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PcaTest {

  @Test
  void shouldGiveTheBitsOfPlainLoopsWhenProductsAreBlocked() {
    int side = 37;
    float[][] rows = rows(133, side, side);
    SymmetricProducts products = new SymmetricProducts(side);
    double[][] expected = new double[side][side];
    for (float[] row : rows) {
      products.add(row);
      for (int i = 0; i < side; i++) {
        for (int j = 0; j <= i; j++) {
          expected[i][j] += (double) row[i] * row[j];
        }
      }
    }
    products.flush();

    for (int i = 0; i < side; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(products.at(i, j)).isEqualTo(expected[i][j]);
      }
    }
  }

  @Test
  void shouldGiveTheBitsOfPlainLoopsInGramMatrixAndMixtures() {
    int features = 1_100;
    float[][] rows = rows(75, features, features);
    double[] mean = new double[features];
    Arrays.setAll(mean, f -> 0.01 * f);
    RowProducts products = new RowProducts(rows, mean);

    double[] gram = products.gram();
    float[][] mixtures =
        products.mixtures(new double[][] {gram.clone(), gram}, new double[] {1, 2});

    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        double dot = 0;
        for (int f = 0; f < features; f++) {
          dot += (rows[i][f] - mean[f]) * (rows[j][f] - mean[f]);
        }
        assertThat(gram[i * rows.length + j]).isEqualTo(dot);
      }
    }
    for (int f = 0; f < features; f++) {
      double sum = 0;
      for (int r = 0; r < rows.length; r++) {
        sum += gram[r] * (rows[r][f] - mean[f]);
      }
      assertThat(mixtures[0][f]).isEqualTo((float) sum);
      assertThat(mixtures[1][f]).isEqualTo((float) (2 * sum));
    }
  }

  @Test
  void shouldFindTheComponentsOfTheCovarianceIncrementally() {
    int features = 300;
    CovariancePca covariance = new CovariancePca(features);
    IncrementalPca incremental = new IncrementalPca(features, 4);
    for (float[] row : rows(1_500, features, 8)) {
      covariance.add(row);
      incremental.add(row);
    }

    Pca.Solution expected = covariance.solve(ComponentCount.exactly(4));
    Pca.Solution actual = incremental.solve(ComponentCount.exactly(4));

    assertThat(actual.mean()).containsExactly(expected.mean(), Offset.offset(1e-5f));
    assertThat(actual.components()).containsExactly(expected.components(), Offset.offset(1e-3f));
    assertThat(actual.explainedVariance())
        .isCloseTo(expected.explainedVariance(), Offset.offset(1e-4));
    assertThat(actual.rank()).isEqualTo(IncrementalPca.keptFor(4));
  }

  @Test
  void shouldFindTheExactRankIncrementallyWhenItIsSmall() {
    IncrementalPca pca = new IncrementalPca(40, 4);
    float[][] base = rows(3, 40, 40);
    Random random = new Random(9);
    for (int i = 0; i < 700; i++) {
      float[] row = new float[40];
      for (float[] direction : base) {
        float weight = (float) random.nextGaussian();
        for (int f = 0; f < 40; f++) {
          row[f] += weight * direction[f];
        }
      }
      pca.add(row);
    }

    assertThatThrownBy(() -> pca.solve(ComponentCount.exactly(4)))
        .isInstanceOf(EncoderException.class)
        .hasMessage("descriptor size 4 exceeds the rank 3 of the sample of 700 images");
    assertThat(pca.solve(ComponentCount.exactly(3)).explainedVariance())
        .isCloseTo(1, Offset.offset(1e-6));
  }

  @Test
  void shouldTakeFewerComponentsOnlyWhereThatWasAllowedAndNeverNone() {
    for (Pca pca : List.of(new CovariancePca(9), new GramPca(9, 30), new IncrementalPca(9, 6))) {
      for (int i = 0; i < 30; i++) {
        float[] row = new float[9];
        row[i % 3] = 1;
        pca.add(row);
      }

      Pca.Solution fewer = pca.solve(ComponentCount.orFewer(6));

      assertThat(fewer.rank()).as(pca.getClass().getSimpleName()).isEqualTo(2);
      assertThat(fewer.size()).isEqualTo(2);
      assertThat(fewer.components()).hasSize(2 * 9);
    }
    assertThat(ComponentCount.orFewer(6).within(7, 30)).isEqualTo(6);
    assertThatThrownBy(() -> ComponentCount.orFewer(6).within(0, 30))
        .isInstanceOf(EncoderException.class)
        .hasMessage("the 30 images of the sample are all the same");
  }

  @Test
  void shouldChooseTheMethodByTheSizes() {
    assertThat(PcaPlan.of(2_048, 20_000, 256).start()).isInstanceOf(CovariancePca.class);
    assertThat(PcaPlan.of(2_048, 500, 256).start()).isInstanceOf(GramPca.class);
    assertThat(PcaPlan.of(39_200, 2_000, 256).start()).isInstanceOf(GramPca.class);
    assertThat(PcaPlan.of(39_200, 20_000, 256).start()).isInstanceOf(IncrementalPca.class);
    assertThat(PcaPlan.of(39_200, 2_000, 256).text())
        .isEqualTo(
            "gram PCA of 2,000 images x 39,200 values (vectors longer than the sample is large), up to"
                + " 513 MiB");
    assertThatThrownBy(() -> PcaPlan.of(1 << 20, 20_000, 256))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("1048576 values");
  }

  /** Gaussian rows, all around 1, of falling variance over the first {@code strong} features. */
  private static float[][] rows(int count, int features, int strong) {
    Random random = new Random(3);
    float[][] rows = new float[count][features];
    for (float[] row : rows) {
      for (int f = 0; f < features; f++) {
        double deviation = f < strong ? 4.0 / (f + 1) : 0.01;
        row[f] = (float) (1 + deviation * random.nextGaussian());
      }
    }
    return rows;
  }
}

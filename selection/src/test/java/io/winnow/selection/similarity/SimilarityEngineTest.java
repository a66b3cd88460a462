package io.winnow.selection.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarityEngineTest {
  /**
   * The build starts its test JVMs with the module, so that the other tests compare two kernels.
   */
  @Test
  void shouldUseTheVectorApiInTheTestsOfTheBuild() {
    assertThat(SimilarityEngine.vectorModulePresent()).isTrue();
    assertThat(SimilarityEngine.shared().kernelName()).startsWith("simd-");
    assertThat(SimilarityEngine.plain().kernelName()).isEqualTo("plain");
  }

  @Property(tries = 300)
  void shouldGiveTheBitsOfTheDefinitionOnEveryKernel(
      @ForAll @IntRange(min = 1, max = 300) int dimension,
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll long seed) {
    List<float[]> vectors = vectors(new SplittableRandom(seed), size, dimension);
    for (SimilarityEngine engine : List.of(SimilarityEngine.plain(), SimilarityEngine.shared())) {
      VectorTable table = engine.table(vectors);
      int[] seen = new int[size];
      table.lowerTriangle(
          (row, first, count, dots, offset) -> {
            for (int c = 0; c < count; c++) {
              assertSameBits(dots[offset + c], vectors.get(row), vectors.get(first + c));
            }
            assertThat(first).isEqualTo(seen[row]);
            seen[row] += count;
          });
      for (int row = 0; row < size; row++) {
        assertThat(seen[row]).isEqualTo(row);
      }
      List<float[]> queries = vectors.subList(0, Math.min(size, 7));
      table.against(
          queries,
          (row, first, count, dots, offset) -> {
            for (int c = 0; c < count; c++) {
              assertSameBits(dots[offset + c], queries.get(row), vectors.get(first + c));
            }
          });
      float[] dots = new float[size];
      table.dots(0, 0, size, dots);
      for (int j = 0; j < size; j++) {
        assertSameBits(dots[j], vectors.get(0), vectors.get(j));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldCoverTheTriangleOnceWhateverTheNumberOfThreads(int threads) {
    List<float[]> vectors = vectors(new SplittableRandom(3), 700, 20);
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      double[] sums = new double[700];
      SimilarityEngine.on(pool)
          .table(vectors)
          .lowerTriangle(
              (row, first, count, dots, offset) -> {
                for (int c = 0; c < count; c++) {
                  assertSameBits(dots[offset + c], vectors.get(row), vectors.get(first + c));
                }
                sums[row] += count;
              });
      for (int row = 0; row < 700; row++) {
        assertThat(sums[row]).isEqualTo(row);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void shouldEndWithACancellationWhenTheCallerIsInterrupted() {
    VectorTable table = new VectorTable(vectors(new SplittableRandom(3), 700, 20));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> table.lowerTriangle((row, first, count, dots, offset) -> {}))
          .isInstanceOf(CancellationException.class)
          .hasMessage("interrupted while computing similarities");
      assertThatThrownBy(() -> table.dots(0, 0, 5, new float[700]))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void shouldReportTheFailureOfASinkOnWhateverThreadItRan() {
    VectorTable table = new VectorTable(vectors(new SplittableRandom(3), 2_000, 8));
    for (int failing : new int[] {1, 900, 1_999}) {
      assertThatThrownBy(
              () ->
                  table.lowerTriangle(
                      (row, first, count, dots, offset) -> {
                        if (row == failing) {
                          throw new IllegalStateException("row " + row);
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("row " + failing);
    }
  }

  private static void assertSameBits(float actual, float[] a, float[] b) {
    int expected = Float.floatToRawIntBits(Cosine.dot(a, b));
    if (Float.floatToRawIntBits(actual) != expected) {
      throw new AssertionError(actual + " is not " + Cosine.dot(a, b));
    }
  }

  /** Ordinary, tiny (products denormal or lost) and large entries, and zero vectors. */
  private static List<float[]> vectors(SplittableRandom random, int size, int dimension) {
    float[] scales = {1f, 1e-19f, 1e-38f, Float.MIN_VALUE * 8, 1e5f, 0f};
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float scale = random.nextInt(3) == 0 ? scales[random.nextInt(scales.length)] : 1f;
      float[] vector = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextDouble(-1, 1) * scale;
      }
      vectors.add(vector);
    }
    return vectors;
  }
}

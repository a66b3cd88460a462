package io.winnow.selection.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorTableTest {
  @ParameterizedTest
  @CsvSource({"1,4", "2,1", "17,3", "127,5", "128,8", "129,7", "300,66", "63,9", "64,9", "65,9"})
  void shouldGiveTheBitsOfTheDefinitionForEveryPairWhenWalkingTheTriangle(int size, int dimension) {
    List<float[]> vectors = randomVectors(size, dimension);
    boolean[][] seen = new boolean[size][size];

    new VectorTable(vectors)
        .lowerTriangle(
            (row, first, count, dots, offset) -> {
              for (int c = 0; c < count; c++) {
                int column = first + c;
                assertThat(seen[row][column]).isFalse();
                seen[row][column] = true;
                assertSameBits(dots[offset + c], Cosine.dot(vectors.get(row), vectors.get(column)));
              }
            });

    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        assertThat(seen[row][column]).isEqualTo(column < row);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0,300", "5,6", "127,129", "128,256", "299,300", "7,7"})
  void shouldGiveTheBitsOfTheDefinitionWhenARangeIsAsked(int from, int to) {
    List<float[]> vectors = randomVectors(300, 19);
    float[] dots = new float[300];

    new VectorTable(vectors).dots(42, from, to, dots);

    for (int i = from; i < to; i++) {
      assertSameBits(dots[i], Cosine.dot(vectors.get(42), vectors.get(i)));
    }
  }

  @Test
  void shouldAccumulateInOrderWithOneRoundingPerTerm() {
    // In float the exact 2^24 + 1 is lost, and the order of the terms shows.
    float[] ones = {1f, 1f, 1f};
    assertThat(Cosine.dot(new float[] {16777216f, 1f, -16777216f}, ones)).isZero();
    assertThat(Cosine.dot(new float[] {16777216f, -16777216f, 1f}, ones)).isEqualTo(1f);
    // One rounding: the square of 1 + 2^-12 keeps its 2^-24 until 1 + 2^-11 is taken off.
    float a = 1f + 0x1p-12f;
    assertThat(Cosine.dot(new float[] {-(1f + 0x1p-11f), a}, new float[] {1f, a}))
        .isEqualTo(0x1p-24f);
  }

  @Test
  void shouldRefuseVectorsOfDifferentLengths() {
    assertThatThrownBy(() -> new VectorTable(List.of(new float[2], new float[3])))
        .hasMessage("vector 1 has 3 entries, vector 0 has 2");
    assertThatThrownBy(() -> Cosine.dot(new float[2], new float[3]))
        .hasMessage("vectors of 2 and 3 entries cannot be compared");
  }

  private static void assertSameBits(float actual, float expected) {
    assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
  }

  private static List<float[]> randomVectors(int size, int dimension) {
    SplittableRandom random = new SplittableRandom(size * 1000L + dimension);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float[] vector = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextDouble(-1, 1);
      }
      vectors.add(vector);
    }
    return vectors;
  }
}

package io.winnow.cli.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.winnow.cli.demo.report.PoolMap.Point;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PoolMapTest {
  @Test
  void shouldFindTheTwoWidestDirectionsWhenTheyAreAxes() {
    TreeMap<String, float[]> descriptors = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      int a = (i & 1) == 0 ? -1 : 1;
      int b = (i & 2) == 0 ? -1 : 1;
      int c = (i & 4) == 0 ? -1 : 1;
      descriptors.put("image-" + i, new float[] {5 + 0.1f * a, 7 + 3f * b, 2f * c});
    }

    Map<String, Point> points = PoolMap.of(descriptors).points();

    assertThat(points).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(Math.abs(points.get("image-" + i).x())).isCloseTo(3, within(1e-3));
      assertThat(Math.abs(points.get("image-" + i).y())).isCloseTo(2, within(1e-3));
    }
  }

  @Test
  void shouldPutAllInOnePlaceWhenTheyAreEqual() {
    TreeMap<String, float[]> descriptors = new TreeMap<>();
    descriptors.put("a", new float[] {1, 0});
    descriptors.put("b", new float[] {1, 0});

    assertThat(PoolMap.of(descriptors).points().values()).containsOnly(new Point(0, 0));
  }

  @Test
  void shouldRefuseWhenThereIsNothingToLayOut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolMap.of(new TreeMap<>()))
        .withMessage("no descriptors to lay out");
  }
}

package io.winnow.benchmarks.experiment.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolsTest {

  @Test
  void shouldRepeatAFewPicturesOftenInAPoolOfNearDuplicates() throws IOException {
    Pool pool = make("near-duplicates", 1_000);
    Map<Integer, Integer> counts = new HashMap<>();
    Arrays.stream(pool.sources()).forEach(source -> counts.merge(source, 1, Integer::sum));

    assertThat(pool.size()).isEqualTo(1_000);
    assertThat(counts.size()).isBetween(100, 500);
    assertThat(counts.values()).contains(1).anyMatch(count -> count >= 20);
    assertThat(counts.values()).allMatch(count -> count <= 100);
    for (int i = 1; i < pool.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (pool.sources()[i] == pool.sources()[j]) {
          assertThat(pool.labels()[i]).isEqualTo(pool.labels()[j]);
        }
      }
    }
  }

  @Test
  void shouldDisturbEveryCopy() throws IOException {
    Pool pool = make("near-duplicates", 300);

    assertThat(pool.images().subList(0, 300).stream().map(image -> Arrays.hashCode(image.rgb())))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldCutClassesToALongTail() throws IOException {
    Pool pool = make("long-tail", 1_500);
    int[] counts = new int[Pool.classes()];
    Arrays.stream(pool.labels()).limit(pool.size()).forEach(label -> counts[label]++);

    assertThat(counts[0]).isBetween(120, 180);
    assertThat(counts[9]).isBetween(1, 3);
    for (int k = 1; k < counts.length; k++) {
      assertThat(counts[k]).isLessThanOrEqualTo(counts[k - 1] + 5);
    }
  }

  @Test
  void shouldBringClassesOneAfterTheOtherInADriftingStream() throws IOException {
    Pool pool = make("drift", 1_000);

    for (int i = 0; i < pool.size(); i++) {
      assertThat(pool.arrivals()[i]).isBetween(Math.max(0, pool.labels()[i] - 2), 7);
    }
    assertThat(Arrays.stream(pool.arrivals()).filter(round -> round == 0).count())
        .isBetween(20L, 100L);
  }

  @Test
  void shouldMakeTheSamePoolAgain() throws IOException {
    assertThat(make("near-duplicates", 200).digest())
        .isEqualTo(make("near-duplicates", 200).digest());
    assertThat(make("clean", 200).sources()).doesNotHaveDuplicates();
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertThatThrownBy(() -> make("upside-down", 10))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("no pool kind 'upside-down'");
    assertThatThrownBy(() -> make("clean", 1_000_000))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("wants 1000000 pictures");
  }

  private static Pool make(String kind, int size) throws IOException {
    return Pools.make(new PoolSpec("test", "sample", kind, size, 10, 3), Path.of("nowhere"));
  }
}

package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StoreKeyTest {

  @Property
  void shouldSortByUncertaintyDescending(@ForAll double a, @ForAll double b) {
    Assume.that(!Double.isNaN(a) && !Double.isNaN(b));
    byte[] pool = StoreKey.of("pool");

    byte[] keyA = StoreKey.indexed(pool, StoreKey.descending(a), "x");
    byte[] keyB = StoreKey.indexed(pool, StoreKey.descending(b), "x");

    assertThat(Integer.signum(Arrays.compareUnsigned(keyA, keyB)))
        .isEqualTo(Double.compare(b + 0.0, a + 0.0));
  }

  @Property
  void shouldGiveTheUncertaintyBack(@ForAll double uncertainty) {
    Assume.that(!Double.isNaN(uncertainty));

    assertThat(StoreKey.uncertainty(StoreKey.descending(uncertainty))).isEqualTo(uncertainty + 0.0);
  }

  @Property
  void shouldSortNumbersNumerically(@ForAll long a, @ForAll long b) {
    byte[] prefix = StoreKey.of("pool");

    assertThat(
            Integer.signum(
                Arrays.compareUnsigned(StoreKey.numbered(prefix, a), StoreKey.numbered(prefix, b))))
        .isEqualTo(Long.compare(a, b));
  }

  @Property
  void shouldKeepPoolsApart(@ForAll long number) {
    byte[] cat = StoreKey.of("cat");
    byte[] keyOfOtherPool = StoreKey.indexed(StoreKey.of("cats"), number, "x");

    assertThat(Arrays.compareUnsigned(keyOfOtherPool, StoreKey.after(cat))).isPositive();
  }

  @Example
  void shouldGiveTheImageIdBack() {
    byte[] pool = StoreKey.of("pool");

    assertThat(StoreKey.indexedImageId(StoreKey.indexed(pool, 7, "bild-ä😀"), pool.length))
        .isEqualTo("bild-ä😀");
    assertThat(StoreKey.lastPart(StoreKey.of("pool", "bild-ä😀"), pool.length))
        .isEqualTo("bild-ä😀");
  }

  @Example
  void shouldRefuseARangeWithoutEnd() {
    assertThatThrownBy(() -> StoreKey.after(new byte[] {(byte) 0xFF}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.winnow.selection.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ImageIndexTest {

  @Property
  void shouldNumberIdsAsTheyComeFirst(
      @ForAll @Size(max = 200)
          List<@Chars({'a', 'b', '\u00e9', '\u20ac'}) @StringLength(max = 3) String> ids) {
    ImageIndex index = new ImageIndex();
    Map<String, Integer> expected = new LinkedHashMap<>();
    for (String id : ids) {
      Integer known = expected.putIfAbsent(id, expected.size());
      assertThat(index.add(id)).isEqualTo(known == null ? expected.size() - 1 : known);
    }
    assertThat(index.size()).isEqualTo(expected.size());
    expected.forEach(
        (id, number) -> {
          assertThat(index.find(id)).isEqualTo(number);
          assertThat(index.id(number)).isEqualTo(id);
        });
    assertThat(index.find("longer than any of them")).isEqualTo(ImageIndex.ABSENT);
  }

  @Test
  void shouldGrow() {
    ImageIndex index = new ImageIndex();
    for (int i = 0; i < 100_000; i++) {
      assertThat(index.add("a/rather/long/path/image-" + i + ".png")).isEqualTo(i);
    }
    for (int i = 0; i < 100_000; i += 997) {
      assertThat(index.find("a/rather/long/path/image-" + i + ".png")).isEqualTo(i);
      assertThat(index.id(i)).isEqualTo("a/rather/long/path/image-" + i + ".png");
    }
    assertThat(index.find("image-1.png")).isEqualTo(ImageIndex.ABSENT);
  }
}

package io.winnow.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "camera-7/2024 05.jpg", "Bild äöü", "画像"})
  void shouldAcceptImageIds(String id) {
    assertThat(Keys.checkImageId(id)).isEqualTo(id);
    assertThat(Keys.imageId(id.getBytes(StandardCharsets.UTF_8))).isEqualTo(id);
  }

  @Test
  void shouldCountBytesNotCharacters() {
    assertThat(Keys.checkImageId("ä".repeat(256))).hasSize(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.checkImageId("ä".repeat(257)))
        .withMessage("image id must have 1 to 512 bytes, has 514");
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.checkImageId(""));
  }

  @Test
  void shouldRefuseControlCharactersWithoutRepeatingThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.checkImageId("a\nb"))
        .withMessage("image id has control character U+000A at position 1");
  }

  @Test
  void shouldRefuseKeysThatAreAbsentOrNoText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.imageId(null))
        .withMessage("the record has no key, the image id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.imageId(new byte[] {(byte) 0xc3, 0x28}))
        .withMessage("image id is not UTF-8 (2 bytes)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Pool_1.b-c"})
  void shouldAcceptPools(String pool) {
    assertThat(Keys.checkPool(pool)).isEqualTo(pool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "ä", "a\n"})
  void shouldRefuseOtherPools(String pool) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.checkPool(pool))
        .withMessageStartingWith("pool must be 1 to 200 characters of [A-Za-z0-9._-], is '")
        .withMessageNotContaining("\n");
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.checkPool("a".repeat(201)));
  }
}

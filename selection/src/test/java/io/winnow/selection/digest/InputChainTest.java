package io.winnow.selection.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputChainTest {

  @Test
  void shouldBeTheDocumentedHashOfTheRecords() {
    InputChain chain = new InputChain(InputChain.START);

    chain.add(1, "a".getBytes(UTF_8), "bc".getBytes(UTF_8));
    chain.add(-2, null, new byte[0]);

    // printf of the documented bytes through sha256sum, twice
    assertThat(chain.digest())
        .isEqualTo("6fe9a9462fe8aeaad8d24c46a99f1598be8b2aedae01016dc74fe879ccb64ca5");
  }

  @Test
  void shouldGoOnFromADigest() {
    InputChain whole = new InputChain(InputChain.START);
    whole.add(1, null, new byte[] {1});
    InputChain rest = new InputChain(whole.digest());
    whole.add(2, null, new byte[] {2});
    rest.add(2, null, new byte[] {2});

    assertThat(rest.digest()).isEqualTo(whole.digest());
    assertThat(rest.toBytes()).isEqualTo(whole.toBytes());
  }

  @Test
  void shouldTellAbsentFromEmptyAndKeyFromValue() {
    assertThat(of(null, new byte[] {1})).isNotEqualTo(of(new byte[0], new byte[] {1}));
    assertThat(of(new byte[] {1}, null)).isNotEqualTo(of(null, new byte[] {1}));
  }

  private static String of(byte[] key, byte[] value) {
    InputChain chain = new InputChain(InputChain.START);
    chain.add(0, key, value);
    return chain.digest();
  }
}

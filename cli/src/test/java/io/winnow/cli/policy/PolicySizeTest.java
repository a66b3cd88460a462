package io.winnow.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.AttributeFilter;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.serde.TrustedRecords;
import io.winnow.selection.limit.SizeLimits;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A policy that the streams application would refuse for its size is not sent. */
class PolicySizeTest {

  @BeforeAll
  static void trust() {
    TrustedRecords.trust();
  }

  private static PoolPolicy policy(int values) {
    List<String> anyOf = IntStream.range(0, values).mapToObj("%059d"::formatted).toList();
    return PoolPolicy.newBuilder()
        .setBudget(5)
        .setEncoderId("ab".repeat(32))
        .setDescriptorSize(2)
        .setFilters(List.of(new AttributeFilter("site", anyOf, null, null)))
        .build();
  }

  @Test
  void shouldTakeAPolicyOfFourThousandValues() {
    PolicyFlags.requireValid(policy(4_000));

    assertThat(SizeLimits.POLICY_BYTES).isEqualTo(262_144);
  }

  @Test
  void shouldRefuseAPolicyOfSixHundredKilobytesWithTheNameOfTheLimit() {
    assertThatThrownBy(() -> PolicyFlags.requireValid(policy(10_000)))
        .hasMessageStartingWith("POLICY_BYTES: weight of the policy is 6")
        .hasMessageEndingWith(", at most 262144 is taken");
  }
}

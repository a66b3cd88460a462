package io.winnow.selection.reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void shouldComeBackFromItsCodeAndArguments(ReasonCode code) {
    Reason reason = new Reason(code, code.arguments().stream().map(name -> "5" + name).toList());

    assertThat(Reason.of(code.name(), reason.named())).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void shouldHaveWordsThatNameEveryArgument(ReasonCode code) {
    Reason reason =
        new Reason(code, code.arguments().stream().map(name -> "value-of-" + name).toList());

    String words = ReasonText.of(reason, "other", 0.5);

    assertThat(words).isNotBlank();
    reason.arguments().forEach(argument -> assertThat(words).contains(argument));
  }

  @Test
  void shouldRefuseUnknownCodesAndMissingArguments() {
    assertThatThrownBy(() -> Reason.of("BECAUSE", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown reasonCode BECAUSE");
    assertThatThrownBy(() -> Reason.of("SIMILAR", new LinkedHashMap<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reason SIMILAR has no argument place");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1st",
    "2,2nd",
    "3,3rd",
    "4,4th",
    "11,11th",
    "12,12th",
    "13,13th",
    "21,21st",
    "112,112th"
  })
  void shouldCountPlaces(String place, String ordinal) {
    assertThat(ReasonText.ordinal(place)).isEqualTo(ordinal);
  }
}

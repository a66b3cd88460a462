package io.winnow.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.AttributeFilter;
import io.winnow.schemas.SelectionLimit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTextTest {

  @Test
  void shouldReadValues() {
    assertThat(FilterText.parse("site=A,B"))
        .isEqualTo(new AttributeFilter("site", List.of("A", "B"), null, null));
    assertThat(FilterText.parse("formula=a=b..c"))
        .isEqualTo(new AttributeFilter("formula", List.of("a=b..c"), null, null));
  }

  @Test
  void shouldReadBounds() {
    assertThat(FilterText.parse("speed=10..20.5"))
        .isEqualTo(new AttributeFilter("speed", List.of(), 10.0, 20.5));
    assertThat(FilterText.parse("speed=-1e3.."))
        .isEqualTo(new AttributeFilter("speed", List.of(), -1000.0, null));
    assertThat(FilterText.parse("speed=..0"))
        .isEqualTo(new AttributeFilter("speed", List.of(), null, 0.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"site", "=A", "site="})
  void shouldRefuseWhatIsNoFilter(String text) {
    assertThatThrownBy(() -> FilterText.parse(text))
        .isInstanceOf(CommandException.class)
        .hasMessage("--filter " + text + ": expected NAME=VALUE,VALUE or NAME=FROM..TO");
  }

  @Test
  void shouldReadLimits() {
    assertThat(LimitText.parse("class:max=5")).isEqualTo(new SelectionLimit("class", null, 0, 5));
    assertThat(LimitText.parse("class=car:min=2,max=5"))
        .isEqualTo(new SelectionLimit("class", "car", 2, 5));
    assertThat(LimitText.parse("source=s3://bucket/a:b/:max=3"))
        .isEqualTo(new SelectionLimit("source", "s3://bucket/a:b/", 0, 3));
    assertThat(LimitText.parse("attribute:site=A:min=1"))
        .isEqualTo(new SelectionLimit("attribute:site", "A", 1, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class",
        "class:5",
        "classes:max=5",
        "attribute:max=5",
        "class:max=-1",
        "class:max=5,",
        "class:max=9999999999"
      })
  void shouldRefuseWhatIsNoLimit(String text) {
    assertThatThrownBy(() -> LimitText.parse(text))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--limit " + text + ": expected class, source or attribute:NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"class:max=5", "class=car:min=2,max=5", "attribute:site=A:min=1", "source:max=2"})
  void shouldWriteALimitAsItIsRead(String text) {
    assertThat(LimitText.of(LimitText.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"site=A,B", "speed=1.0..2.0", "speed=..2.0"})
  void shouldWriteAFilterAsItIsRead(String text) {
    assertThat(FilterText.of(FilterText.parse(text))).isEqualTo(text);
  }
}

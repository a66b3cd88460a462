package io.winnow.cli.policy;

import io.winnow.cli.console.UsageException;
import io.winnow.schemas.AttributeFilter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter as a user writes it: {@code NAME=VALUE,VALUE} or {@code NAME=FROM..TO}. */
final class FilterText {

  private static final String NUMBER = "([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)?";
  private static final Pattern BOUNDS = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

  private FilterText() {}

  /**
   * @throws UsageException if it is not a filter
   */
  static AttributeFilter parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new UsageException("--filter " + text + ": expected NAME=VALUE,VALUE or NAME=FROM..TO");
    }
    String attribute = text.substring(0, equals);
    String condition = text.substring(equals + 1);
    Matcher bounds = BOUNDS.matcher(condition);
    return bounds.matches()
        ? new AttributeFilter(
            attribute, List.of(), number(bounds.group(1)), number(bounds.group(2)))
        : new AttributeFilter(attribute, List.of(condition.split(",", -1)), null, null);
  }

  private static Double number(String text) {
    return text == null ? null : Double.valueOf(text);
  }

  static String of(AttributeFilter filter) {
    return filter.getAttribute()
        + "="
        + (filter.getAnyOf().isEmpty()
            ? text(filter.getMin()) + ".." + text(filter.getMax())
            : String.join(",", filter.getAnyOf()));
  }

  private static String text(Double bound) {
    return bound == null ? "" : bound.toString();
  }
}

package io.winnow.cli.policy;

import io.winnow.cli.console.UsageException;
import io.winnow.schemas.SelectionLimit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limit as a user writes it: {@code class:max=5}, {@code attribute:site=A:min=1,max=3}. */
public final class LimitText {

  /** What is limited, the one group of it if only one is, and the bounds. */
  private static final Pattern LIMIT =
      Pattern.compile("(class|source|attribute:[^=]+?)(?:=(.+))?:((?:min|max)=.*)");

  private static final Pattern BOUND = Pattern.compile("(min|max)=(\\d{1,9})");

  private LimitText() {}

  /**
   * @throws UsageException if it is not a limit
   */
  static SelectionLimit parse(String text) {
    Matcher limit = LIMIT.matcher(text);
    if (!limit.matches()) {
      throw notALimit(text);
    }
    int min = 0;
    Integer max = null;
    for (String part : limit.group(3).split(",", -1)) {
      Matcher bound = BOUND.matcher(part);
      if (!bound.matches()) {
        throw notALimit(text);
      }
      int images = Integer.parseInt(bound.group(2));
      if (bound.group(1).equals("min")) {
        min = images;
      } else {
        max = images;
      }
    }
    return new SelectionLimit(limit.group(1), limit.group(2), min, max);
  }

  private static UsageException notALimit(String text) {
    return new UsageException(
        "--limit "
            + text
            + ": expected class, source or attribute:NAME, =VALUE for one group only, then"
            + " :min=N, :max=N or :min=N,max=N");
  }

  /** Returns a limit as a user would write it. */
  public static String of(SelectionLimit limit) {
    String group = limit.getValue() == null ? "" : "=" + limit.getValue();
    String min = limit.getMin() > 0 ? "min=" + limit.getMin() : "";
    String max = limit.getMax() == null ? "" : "max=" + limit.getMax();
    String comma = min.isEmpty() || max.isEmpty() ? "" : ",";
    return limit.getBy() + group + ":" + min + comma + max;
  }
}

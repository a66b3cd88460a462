package io.winnow.cli.demo.report;

import java.util.Base64;
import java.util.Locale;

/** Text that is safe inside HTML and SVG. */
final class Html {
  private Html() {}

  /** The text with the five characters replaced that mean something to HTML. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A picture inside the page. */
  static String image(byte[] png, String title) {
    return "<img alt=\"\" title=\"%s\" src=\"data:image/png;base64,%s\">"
        .formatted(escape(title), Base64.getEncoder().encodeToString(png));
  }

  /** A number with so many decimals; a dash where there is none. */
  static String number(Double value, int decimals) {
    return value == null ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A share as a percentage with one decimal; a dash where there is none. */
  static String percent(Double share) {
    return share == null ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A count with thousands apart. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

package io.winnow.cli.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Dead letters in words. What strangers wrote is shown without what could move a cursor. */
final class LetterText {

  private static final int WIDTH = 120;

  private LetterText() {}

  /** What {@code list} prints of one. */
  static ObjectNode row(StoredLetter stored) {
    byte[] value = stored.record().value();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", stored.id().toString());
    fields.put("writtenAt", stored.writtenAt().toString());
    fields.put("topic", stored.letter().sourceTopic());
    fields.put("partition", stored.letter().sourcePartition());
    fields.put("offset", stored.letter().sourceOffset());
    fields.put("timestamp", stored.letter().sourceTimestamp());
    fields.put("stage", stored.letter().stage());
    fields.put("key", key(stored));
    fields.put("valueBytes", value == null ? null : value.length);
    fields.put("reason", stored.letter().reason());
    return JsonText.tree(fields);
  }

  /** The key as text, or in hexadecimal digits where it is none; null if there is no key. */
  static String key(StoredLetter stored) {
    byte[] key = stored.record().key();
    return key == null ? null : text(key);
  }

  /** Bytes as text, or in hexadecimal digits where they are none. */
  static String text(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return Arrays.equals(text.getBytes(UTF_8), bytes)
        ? text
        : "0x" + HexFormat.of().formatHex(bytes);
  }

  /** Text that stays in its line. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  /** Text that stays in its line, cut to what a table has room for. */
  static String cell(String text) {
    if (text == null) {
      return "-";
    }
    String shown = printable(text);
    return shown.length() <= WIDTH ? shown : shown.substring(0, WIDTH - 3) + "...";
  }
}

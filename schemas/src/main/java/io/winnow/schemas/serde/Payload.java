package io.winnow.schemas.serde;

import java.util.Locale;

/** Says of bytes that are not in our wire format what they seem to be. */
final class Payload {

  private Payload() {}

  /** Returns a few words with the length and, where it can be told, the format. */
  static String describe(byte[] value) {
    if (value.length == 0) {
      return "empty";
    }
    String length = String.format(Locale.ROOT, "%d bytes, first 0x%02x", value.length, value[0]);
    return format(value).isEmpty() ? length : length + ", " + format(value);
  }

  private static String format(byte[] value) {
    if (value[0] == '{' || value[0] == '[') {
      return "JSON without a schema id";
    }
    if (startsWith(value, 'O', 'b', 'j', 1)) {
      return "an Avro object container file";
    }
    if (startsWith(value, 0xC3, 0x01)) {
      return "Avro in single-object encoding";
    }
    return "";
  }

  private static boolean startsWith(byte[] value, int... start) {
    if (value.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (value[i] != (byte) start[i]) {
        return false;
      }
    }
    return true;
  }
}

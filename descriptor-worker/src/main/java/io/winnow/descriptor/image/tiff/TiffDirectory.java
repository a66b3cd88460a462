package io.winnow.descriptor.image.tiff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The entries of one page. Values are read when they are asked for, and only what is in the file.
 */
public final class TiffDirectory {

  private final ByteBuffer file;
  private final Map<Integer, TiffEntry> entries;

  TiffDirectory(ByteBuffer file, Map<Integer, TiffEntry> entries) {
    this.file = file;
    this.entries = entries;
  }

  Optional<TiffEntry> entry(int tag) {
    return Optional.ofNullable(entries.get(tag));
  }

  /** Whether it has an entry of this tag. */
  public boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Its pixels; 0 if it does not say its size. */
  public long pixels() {
    long width = number(TiffTag.WIDTH, 0);
    long height = number(TiffTag.HEIGHT, 0);
    boolean sized =
        width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
    return sized ? width * height : 0;
  }

  /** Number of a tag's values, as the entry says. */
  public long count(int tag) {
    return entry(tag).map(TiffEntry::count).orElse(0L);
  }

  /** A tag's first value, as a whole number. */
  public OptionalLong number(int tag) {
    OptionalDouble value = real(tag, 0);
    return value.isPresent() ? OptionalLong.of((long) value.getAsDouble()) : OptionalLong.empty();
  }

  /** A tag's first value, as a whole number, or another one if there is none. */
  public long number(int tag, long otherwise) {
    return number(tag).orElse(otherwise);
  }

  /**
   * Values of a tag that are whole numbers.
   *
   * @param most so many are read at most
   */
  public long[] numbers(int tag, int most) {
    int count = (int) Math.min(most, count(tag));
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      OptionalDouble value = real(tag, i);
      if (value.isEmpty()) {
        return Arrays.copyOf(values, i);
      }
      values[i] = (long) value.getAsDouble();
    }
    return values;
  }

  /** One value of a tag; nothing if the file ends before it or its type is no number. */
  public OptionalDouble real(int tag, int index) {
    TiffEntry entry = entries.get(tag);
    if (entry == null || index >= entry.count()) {
      return OptionalDouble.empty();
    }
    int bytes = TiffEntry.bytes(entry.type());
    long at = entry.at() + (long) index * bytes;
    if (bytes == 0 || at < 0 || at > file.limit() - bytes) {
      return OptionalDouble.empty();
    }
    int position = (int) at;
    return switch (entry.type()) {
      case TiffEntry.BYTE, TiffEntry.UNDEFINED -> OptionalDouble.of(file.get(position) & 0xff);
      case TiffEntry.SIGNED_BYTE -> OptionalDouble.of(file.get(position));
      case TiffEntry.SHORT -> OptionalDouble.of(file.getShort(position) & 0xffff);
      case TiffEntry.SIGNED_SHORT -> OptionalDouble.of(file.getShort(position));
      case TiffEntry.LONG, TiffEntry.DIRECTORY ->
          OptionalDouble.of(Integer.toUnsignedLong(file.getInt(position)));
      case TiffEntry.SIGNED_LONG -> OptionalDouble.of(file.getInt(position));
      case TiffEntry.LONG8, TiffEntry.SIGNED_LONG8, TiffEntry.DIRECTORY8 ->
          OptionalDouble.of(file.getLong(position));
      case TiffEntry.FLOAT -> OptionalDouble.of(file.getFloat(position));
      case TiffEntry.DOUBLE -> OptionalDouble.of(file.getDouble(position));
      default -> OptionalDouble.empty();
    };
  }

  /** A tag's values as bytes; fewer than it says where the file ends. */
  public Optional<byte[]> bytes(int tag) {
    return entry(tag)
        .map(
            entry -> {
              long most = file.limit() - entry.at();
              if (entry.at() < 0 || most <= 0) {
                return new byte[0];
              }
              long length = Math.min(most, entry.count()) * TiffEntry.bytes(entry.type());
              byte[] bytes = new byte[(int) Math.min(most, length)];
              file.get((int) entry.at(), bytes);
              return bytes;
            });
  }
}

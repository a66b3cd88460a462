package io.winnow.descriptor.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFFs of one strip a page, of any samples and tags. */
final class Tiffs {

  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;
  private static final int DOUBLE = 12;

  private record Page(Map<Integer, Object> tags, byte[] strip) {}

  private final List<Page> pages = new ArrayList<>();

  /** Adds a page. To be followed by its tags. */
  Tiffs page(int width, int height, int bands, int bits, byte[] strip) {
    Page page = new Page(new TreeMap<>(), strip);
    pages.add(page);
    long[] ofBands = new long[bands];
    Arrays.fill(ofBands, bits);
    tag(256, width).tag(257, height).tag(258, ofBands).tag(259, 1).tag(262, bands < 3 ? 1 : 2);
    return tag(277, bands).tag(278, height).tag(279, strip.length);
  }

  /** Sets a tag of the last page. */
  Tiffs tag(int tag, long... values) {
    pages.get(pages.size() - 1).tags().put(tag, values);
    return this;
  }

  /** Sets a tag of the last page whose values are reals. */
  Tiffs reals(int tag, double... values) {
    pages.get(pages.size() - 1).tags().put(tag, values);
    return this;
  }

  /** Sets a tag of the last page whose value is of bytes. */
  Tiffs bytes(int tag, byte[] value) {
    pages.get(pages.size() - 1).tags().put(tag, value);
    return this;
  }

  /** The file, little-endian. */
  byte[] write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(8).put((byte) 'I').put((byte) 'I').putShort((short) 42).array());
    int link = 4;
    List<int[]> links = new ArrayList<>();
    for (Page page : pages) {
      page.tags().putIfAbsent(273, new long[] {out.size()});
      out.writeBytes(page.strip());
      ByteArrayOutputStream directory = new ByteArrayOutputStream();
      directory.writeBytes(bytes(2).putShort((short) page.tags().size()).array());
      page.tags().forEach((tag, values) -> directory.writeBytes(entry(out, tag, values)));
      links.add(new int[] {link, out.size()});
      link = out.size() + directory.size();
      out.writeBytes(directory.toByteArray());
      out.writeBytes(new byte[4]);
    }
    ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    links.forEach(one -> file.putInt(one[0], one[1]));
    return file.array();
  }

  private static byte[] entry(ByteArrayOutputStream out, int tag, Object values) {
    int type;
    int count;
    ByteBuffer content;
    if (values instanceof byte[] bytes) {
      type = UNDEFINED;
      count = bytes.length;
      content = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.max(4, count)));
    } else if (values instanceof double[] reals) {
      type = DOUBLE;
      count = reals.length;
      content = bytes(8 * count);
      Arrays.stream(reals).forEach(content::putDouble);
    } else {
      long[] numbers = (long[]) values;
      type = numbers.length > 1 ? SHORT : LONG;
      count = numbers.length;
      content = bytes(Math.max(4, (type == SHORT ? 2 : 4) * count));
      for (long number : numbers) {
        if (type == SHORT) {
          content.putShort((short) number);
        } else {
          content.putInt((int) number);
        }
      }
    }
    ByteBuffer entry = bytes(12).putShort((short) tag).putShort((short) type).putInt(count);
    if (content.capacity() == 4) {
      return entry.put(content.array()).array();
    }
    entry.putInt(out.size());
    out.writeBytes(content.array());
    return entry.array();
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Samples as bytes of a strip, little-endian; bits are 8, 16 or 32. */
  static byte[] samples(int bits, long... samples) {
    ByteBuffer strip = bytes(samples.length * bits / 8);
    for (long sample : samples) {
      switch (bits) {
        case 8 -> strip.put((byte) sample);
        case 16 -> strip.putShort((short) sample);
        default -> strip.putInt((int) sample);
      }
    }
    return strip.array();
  }
}

package io.winnow.integration.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Ways to damage bytes, knowing nothing of what they mean. */
enum Damage {
  FLIP_BITS {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      byte[] damaged = bytes.clone();
      for (int i = few(8, random); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  SET_BYTES {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      byte[] damaged = bytes.clone();
      for (int i = few(4, random); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = EDGES[random.nextInt(EDGES.length)];
      }
      return damaged;
    }
  },
  /** A length or count that is off by one, negative, or as large as it can be. */
  CHANGE_NUMBER {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      int width = Math.min(WIDTHS[random.nextInt(WIDTHS.length)], bytes.length);
      int at = random.nextInt(bytes.length - width + 1);
      ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      byte[] damaged = bytes.clone();
      ByteBuffer field = ByteBuffer.wrap(damaged, at, width).order(order);
      if (width >= Long.BYTES) {
        field.putLong(near(field.getLong(at), random));
      } else if (width >= Integer.BYTES) {
        field.putInt((int) near(field.getInt(at), random));
      } else if (width >= Short.BYTES) {
        field.putShort((short) near(field.getShort(at), random));
      } else {
        field.put((byte) near(field.get(at), random));
      }
      return damaged;
    }
  },
  /** Avro and protobuf write numbers in seven bits a byte: one of them in the place of a byte. */
  CHANGE_VARINT {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      int at = random.nextInt(bytes.length);
      long value = near(bytes[at], random);
      return joined(
          Arrays.copyOf(bytes, at),
          varint(random.nextBoolean() ? (value << 1) ^ (value >> 63) : value),
          Arrays.copyOfRange(bytes, at + 1, bytes.length));
    }
  },
  TRUNCATE {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  INSERT {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      byte[] inserted = new byte[few(32, random)];
      random.nextBytes(inserted);
      int at = random.nextInt(bytes.length + 1);
      return joined(
          Arrays.copyOf(bytes, at), inserted, Arrays.copyOfRange(bytes, at, bytes.length));
    }
  },
  DELETE {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + few(64, random));
      return joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
    }
  },
  REPEAT {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + few(256, random));
      return joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
    }
  },
  /** What text formats stumble over, in the place of something. */
  REPLACE_BY_TOKEN {
    @Override
    byte[] to(byte[] bytes, SplittableRandom random) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(0, 9));
      byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
      return joined(Arrays.copyOf(bytes, from), token, Arrays.copyOfRange(bytes, to, bytes.length));
    }
  };

  private static final byte[] EDGES = {0, 1, -1, 0x7f, (byte) 0x80, '"', '\n', ',', '{', '['};
  private static final int[] WIDTHS = {1, 2, 4, 8};
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    Byte.MAX_VALUE,
    Short.MAX_VALUE,
    1 << 16,
    1 << 24,
    1 << 28,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 8,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> TOKENS =
      List.of(
          "1e999",
          "-1",
          "-0.0",
          "NaN",
          "Infinity",
          "1e-400",
          "99999999999999999999",
          "2147483648",
          "null",
          "true",
          "\"\"",
          "{}",
          "[]",
          "[".repeat(2_000),
          "{\"a\":".repeat(2_000),
          "\\ud800",
          "\u0000",
          "\uFEFF",
          "\n\n",
          ",",
          ",,",
          "\"",
          "\\",
          "../../etc/passwd",
          "9".repeat(5_000));

  /** Damaged bytes; the given ones, which are not empty, stay as they are. */
  abstract byte[] to(byte[] bytes, SplittableRandom random);

  /** One as often as more: small damages reach deeper. */
  private static int few(int most, SplittableRandom random) {
    return random.nextBoolean() ? 1 : random.nextInt(2, most + 1);
  }

  private static long near(long value, SplittableRandom random) {
    return random.nextInt(3) == 0
        ? value + random.nextInt(-2, 3)
        : EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}

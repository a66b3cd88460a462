package io.winnow.descriptor.image.tiff;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import javax.imageio.IIOException;

/**
 * Writes a TIFF anew for its reader: one directory, of the page to be read, with the entries that
 * pixels depend on and no others. Where a value is replaced, the reader sees the new one.
 */
public final class TiffRewriter {

  private static final Set<Integer> KEPT =
      Set.of(
          TiffTag.WIDTH,
          TiffTag.HEIGHT,
          TiffTag.BITS_PER_SAMPLE,
          TiffTag.COMPRESSION,
          TiffTag.PHOTOMETRIC,
          TiffTag.FILL_ORDER,
          TiffTag.SAMPLES_PER_PIXEL,
          TiffTag.PLANAR_CONFIGURATION,
          TiffTag.T4_OPTIONS,
          TiffTag.T6_OPTIONS,
          TiffTag.PREDICTOR,
          TiffTag.COLOUR_MAP,
          TiffTag.TILE_WIDTH,
          TiffTag.TILE_HEIGHT,
          TiffTag.INK_SET,
          TiffTag.NUMBER_OF_INKS,
          TiffTag.EXTRA_SAMPLES,
          TiffTag.SAMPLE_FORMAT,
          TiffTag.JPEG_TABLES,
          TiffTag.YCBCR_COEFFICIENTS,
          TiffTag.YCBCR_SUBSAMPLING,
          TiffTag.YCBCR_POSITIONING,
          TiffTag.REFERENCE_BLACK_WHITE);

  private static final int STORED = 0;
  private static final int READER_RATIO = 256; // half of what it permits

  private final TiffFile file;
  private final TiffDirectory page;
  private final TiffLayout layout;
  private final boolean big;
  private final Map<Integer, long[]> replaced = new TreeMap<>();
  private OptionalInt band = OptionalInt.empty();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** For one page of a file. */
  public TiffRewriter(TiffFile file, TiffDirectory page, TiffLayout layout) {
    this.file = file;
    this.page = page;
    this.layout = layout;
    this.big = file.isBig();
  }

  /** Sets a tag's values, whether the page has it or not; none leave it out. */
  public TiffRewriter replace(int tag, long... values) {
    replaced.put(tag, values);
    return this;
  }

  /** Leaves one band of a page whose bands have strips of their own. */
  public TiffRewriter band(int number) {
    band = OptionalInt.of(number);
    replace(TiffTag.SAMPLES_PER_PIXEL, 1);
    replace(TiffTag.BITS_PER_SAMPLE, layout.bits());
    return replace(TiffTag.PLANAR_CONFIGURATION, 1);
  }

  /**
   * The file with its new directory.
   *
   * @throws IIOException if strips are missing or broken
   */
  public byte[] write() throws IIOException {
    byte[] old = file.bytes().array();
    long[] offsets = values(layout.offsetsTag(), "offsets");
    long[] lengths =
        page.has(layout.lengthsTag()) ? values(layout.lengthsTag(), "lengths") : new long[0];
    out.write(old, 0, old.length);
    if (layout.compression() == TiffLayout.ZSTD) {
      recompress(old, offsets, lengths);
      replace(TiffTag.COMPRESSION, TiffLayout.DEFLATE);
    }
    replace(layout.offsetsTag(), offsets);
    if (lengths.length > 0) {
      replace(layout.lengthsTag(), lengths);
    }
    if (!layout.tiled()) {
      replace(TiffTag.ROWS_PER_STRIP, layout.stripHeight());
    }
    return withDirectory(old);
  }

  private long[] values(int tag, String what) throws IIOException {
    long expected = layout.strips();
    // A value takes two bytes at least, so as many must be there.
    long[] values =
        expected > file.bytes().limit() ? new long[0] : page.numbers(tag, (int) expected);
    if (values.length < expected) {
      throw new IIOException(
          "the TIFF has %d of %d %s of strips".formatted(values.length, expected, what));
    }
    if (band.isEmpty()) {
      return values;
    }
    int ofBand = (int) (expected / layout.bands());
    return Arrays.copyOfRange(values, band.getAsInt() * ofBand, (band.getAsInt() + 1) * ofBand);
  }

  /** Zstandard to deflate, which the reader knows; not compressed, as nobody keeps it. */
  private void recompress(byte[] old, long[] offsets, long[] lengths) throws IIOException {
    byte[] strip = new byte[Math.toIntExact(layout.stripBytes())];
    Deflater deflater = new Deflater(STORED);
    byte[] buffer = new byte[1 << 16];
    try {
      for (int i = 0; i < offsets.length; i++) {
        if (lengths.length == 0
            || offsets[i] < 0
            || lengths[i] < 0
            || offsets[i] > old.length - lengths[i]) {
          throw new IIOException("strip %d of the TIFF lies outside of it".formatted(i));
        }
        byte[] compressed =
            Arrays.copyOfRange(old, (int) offsets[i], (int) (offsets[i] + lengths[i]));
        long size =
            Zstd.decompressByteArray(strip, 0, strip.length, compressed, 0, compressed.length);
        if (Zstd.isError(size)) {
          throw new IIOException("strip %d of the TIFF: %s".formatted(i, Zstd.getErrorName(size)));
        }
        offsets[i] = out.size();
        deflater.reset();
        deflater.setInput(strip, 0, (int) size);
        deflater.finish();
        while (!deflater.finished()) {
          out.write(buffer, 0, deflater.deflate(buffer));
        }
        lengths[i] = out.size() - offsets[i];
      }
    } catch (ZstdException e) {
      throw new IIOException("the TIFF's strips are no Zstandard: " + e.getMessage(), e);
    } finally {
      deflater.end();
    }
  }

  private byte[] withDirectory(byte[] old) {
    Map<Integer, byte[]> entries = new TreeMap<>();
    for (int tag = TiffTag.WIDTH; tag <= TiffTag.REFERENCE_BLACK_WHITE; tag++) {
      if (KEPT.contains(tag) || tag >= TiffTag.OLD_JPEG_FIRST && tag <= TiffTag.OLD_JPEG_LAST) {
        int kept = tag;
        page.entry(tag).ifPresent(entry -> entries.put(kept, copy(entry, old)));
      }
    }
    replaced.forEach(
        (tag, values) -> {
          if (values.length == 0) {
            entries.remove(tag);
          } else {
            entries.put(tag, entry(tag, values));
          }
        });
    align();
    int directory = out.size();
    out.writeBytes(big ? buffer(8).putLong(entries.size()).array() : shorts(entries.size()));
    entries.values().forEach(out::writeBytes);
    out.writeBytes(new byte[big ? 8 : 4]);
    byte[] rewritten = padded(out.toByteArray());
    ByteBuffer header = ByteBuffer.wrap(rewritten).order(file.bytes().order());
    if (big) {
      header.putLong(8, directory);
    } else {
      header.putInt(4, directory);
    }
    return rewritten;
  }

  /** The reader refuses a file that is much smaller than its samples: an even picture is. */
  private byte[] padded(byte[] file) {
    long samples = (long) layout.width() * layout.height() * layout.bands() * layout.sampleBytes();
    long least = samples / READER_RATIO + 1;
    return file.length < least ? Arrays.copyOf(file, Math.toIntExact(least)) : file;
  }

  private byte[] copy(TiffEntry entry, byte[] old) {
    long length = entry.count() * TiffEntry.bytes(entry.type());
    byte[] value = new byte[big ? 8 : 4];
    if (length <= value.length) {
      System.arraycopy(old, (int) entry.at(), value, 0, value.length);
    } else {
      value = offset(entry.at());
    }
    return entry(entry.tag(), entry.type(), entry.count(), value);
  }

  private byte[] entry(int tag, long[] values) {
    int type = big ? TiffEntry.LONG8 : TiffEntry.LONG;
    boolean shorts = Arrays.stream(values).allMatch(value -> value >= 0 && value <= 0xffff);
    int bytes = shorts ? 2 : TiffEntry.bytes(type);
    ByteBuffer content = buffer(Math.max(bytes * values.length, big ? 8 : 4));
    for (long value : values) {
      if (shorts) {
        content.putShort((short) value);
      } else if (big) {
        content.putLong(value);
      } else {
        content.putInt((int) value);
      }
    }
    byte[] value = content.array();
    if (value.length > (big ? 8 : 4)) {
      align();
      int at = out.size();
      out.writeBytes(value);
      value = offset(at);
    }
    return entry(tag, shorts ? TiffEntry.SHORT : type, values.length, value);
  }

  private byte[] entry(int tag, int type, long count, byte[] value) {
    ByteBuffer entry = buffer(big ? 20 : 12).putShort((short) tag).putShort((short) type);
    return (big ? entry.putLong(count) : entry.putInt((int) count)).put(value).array();
  }

  private byte[] offset(long at) {
    return big ? buffer(8).putLong(at).array() : buffer(4).putInt((int) at).array();
  }

  private byte[] shorts(int value) {
    return buffer(2).putShort((short) value).array();
  }

  private void align() {
    while (out.size() % 8 != 0) {
      out.write(0);
    }
  }

  private ByteBuffer buffer(int length) {
    ByteOrder order = file.bytes().order();
    return ByteBuffer.allocate(length).order(order);
  }
}

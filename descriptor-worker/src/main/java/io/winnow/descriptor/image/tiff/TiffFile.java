package io.winnow.descriptor.image.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.IIOException;

/**
 * A TIFF's directories (TIFF 6.0) and those of a BigTIFF, which differs by the width of offsets and
 * counts. The chain of pages ends where it is broken or runs in a circle.
 */
public final class TiffFile {

  private static final int CLASSIC_MAGIC = 42;
  private static final int BIG_MAGIC = 43;
  private static final int MAX_PAGES = 256;
  private static final int MAX_ENTRIES = 1_024; // of a page

  private static final long REDUCED = 1; // bits of NewSubfileType
  private static final long MASK = 4;
  private static final long OLD_REDUCED = 2;

  private final ByteBuffer file;
  private final boolean big;
  private final Set<Long> seen = new HashSet<>();
  private final List<TiffDirectory> pages = new ArrayList<>();

  private TiffFile(byte[] tiff) throws IIOException {
    file = ByteBuffer.wrap(tiff);
    if (tiff.length < 8 || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) {
      throw new IIOException("%d bytes are not a TIFF".formatted(tiff.length));
    }
    file.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int magic = file.getShort(2);
    if (magic != CLASSIC_MAGIC && magic != BIG_MAGIC) {
      throw new IIOException("%d bytes are not a TIFF".formatted(tiff.length));
    }
    big = magic == BIG_MAGIC;
  }

  /**
   * Reads the directories.
   *
   * @throws IIOException if there is none
   */
  public static TiffFile of(byte[] tiff) throws IIOException {
    TiffFile read = new TiffFile(tiff);
    long next = read.offset(read.big ? 8 : 4);
    while (read.pages.size() < MAX_PAGES && read.canRead(next)) {
      Optional<Long> following = read.readDirectory(next, read.pages);
      if (following.isEmpty()) {
        break;
      }
      next = following.get();
    }
    if (read.pages.isEmpty()) {
      throw new IIOException("the TIFF has no directory");
    }
    return read;
  }

  /** Those of the chain, in its order; at least one. */
  public List<TiffDirectory> pages() {
    return List.copyOf(pages);
  }

  /** Directories that a page refers to: other sizes of it. */
  private List<TiffDirectory> subDirectories(TiffDirectory page) {
    List<TiffDirectory> found = new ArrayList<>();
    for (long at : page.numbers(TiffTag.SUB_DIRECTORIES, MAX_PAGES)) {
      if (canRead(at)) {
        readDirectory(at, found);
      }
    }
    return found;
  }

  /**
   * The page that shows the picture: the first that is neither a smaller version of another one nor
   * a mask; where there are smaller versions only, the largest one that any page refers to.
   */
  public TiffDirectory mainPage() {
    return pages.stream()
        .filter(TiffFile::isMain)
        .findFirst()
        .or(
            () ->
                pages.stream()
                    .flatMap(page -> subDirectories(page).stream())
                    .filter(TiffFile::isMain)
                    .findFirst())
        .orElseGet(() -> Collections.max(pages, Comparator.comparingLong(TiffDirectory::pixels)));
  }

  private static boolean isMain(TiffDirectory page) {
    long type = page.number(TiffTag.NEW_SUBFILE_TYPE, 0);
    boolean reduced = (type & REDUCED) != 0 || page.number(TiffTag.SUBFILE_TYPE, 0) == OLD_REDUCED;
    return page.pixels() > 0 && !reduced && (type & MASK) == 0;
  }

  ByteBuffer bytes() {
    return file;
  }

  boolean isBig() {
    return big;
  }

  private boolean canRead(long at) {
    return at > 0 && at <= file.limit() - countBytes() && seen.add(at);
  }

  private int countBytes() {
    return big ? 8 : 2;
  }

  private int entryBytes() {
    return big ? 20 : 12;
  }

  private long offset(int at) {
    if (at + (big ? 8 : 4) > file.limit()) {
      return 0;
    }
    return big ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at));
  }

  /** Adds the directory; tells where the next one is, unless this one is cut off. */
  private Optional<Long> readDirectory(long start, List<TiffDirectory> to) {
    long count = big ? file.getLong((int) start) : Short.toUnsignedInt(file.getShort((int) start));
    long first = start + countBytes();
    long whole = Math.min(count, (file.limit() - first) / entryBytes());
    if (count < 0 || count > MAX_ENTRIES) {
      return Optional.empty();
    }
    Map<Integer, TiffEntry> entries = new HashMap<>();
    for (long i = 0; i < whole; i++) {
      TiffEntry entry = readEntry((int) (first + i * entryBytes()));
      entries.putIfAbsent(entry.tag(), entry);
    }
    to.add(new TiffDirectory(file, entries));
    return whole < count
        ? Optional.empty()
        : Optional.of(offset((int) (first + whole * entryBytes())));
  }

  private TiffEntry readEntry(int at) {
    int tag = Short.toUnsignedInt(file.getShort(at));
    int type = Short.toUnsignedInt(file.getShort(at + 2));
    long count = big ? file.getLong(at + 4) : Integer.toUnsignedLong(file.getInt(at + 4));
    int field = at + (big ? 12 : 8);
    // A value that fits its entry lies there, others where the entry points.
    long capacity = big ? 8 : 4;
    int bytes = TiffEntry.bytes(type);
    boolean inside = count >= 0 && (bytes == 0 || count <= capacity / bytes);
    return new TiffEntry(tag, type, Math.max(0, count), inside ? field : offset(field));
  }
}

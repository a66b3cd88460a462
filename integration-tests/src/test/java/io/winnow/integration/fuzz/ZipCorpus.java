package io.winnow.integration.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Archives made of one valid one. Mostly an entry is damaged and the archive packed anew, with
 * right lengths and checksums, so that the damage reaches whoever reads the entry; sometimes an
 * entry is missing or called otherwise, sometimes the packed bytes themselves are damaged.
 */
final class ZipCorpus implements Corpus {

  private final byte[] whole;
  private final List<Entry> entries;

  private record Entry(String name, byte[] content) {}

  ZipCorpus(byte[] whole) {
    this.whole = whole;
    this.entries = unpacked(whole);
  }

  @Override
  public byte[] input(SplittableRandom random) {
    int kind = random.nextInt(10);
    if (kind < 3) {
      return Corpus.damaged(whole, random);
    }
    List<Entry> changed = new ArrayList<>(entries);
    int at = random.nextInt(changed.size());
    Entry entry = changed.get(at);
    if (kind == 3) {
      changed.remove(at);
    } else if (kind == 4) {
      changed.set(at, new Entry(entry.name() + random.nextInt(10), entry.content()));
    } else {
      changed.set(at, new Entry(entry.name(), Corpus.damaged(entry.content(), random)));
    }
    return packed(changed);
  }

  private static List<Entry> unpacked(byte[] archive) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.add(new Entry(entry.getName(), zip.readAllBytes()));
      }
      return List.copyOf(entries);
    } catch (IOException e) {
      throw new UncheckedIOException("seed is no zip", e);
    }
  }

  private static byte[] packed(List<Entry> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      for (Entry entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(entry.content());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("packing into memory does not fail", e);
    }
    return out.toByteArray();
  }
}

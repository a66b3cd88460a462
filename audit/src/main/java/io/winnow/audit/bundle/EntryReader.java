package io.winnow.audit.bundle;

import io.winnow.audit.StoredRecord;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads the records of one partition. A replay reads on where it stopped at the round before; then
 * nothing is inflated twice.
 */
final class EntryReader {

  private static final int BUFFER_BYTES = 1 << 16;

  private final ZipFile zip;
  private final ZipEntry entry;
  private DataInputStream in;

  /** All records before this offset were read. */
  private long passed;

  /** Read, but not yet handed on; or null. */
  private StoredRecord ahead;

  EntryReader(ZipFile zip, ZipEntry entry) {
    this.zip = zip;
    this.entry = entry;
  }

  /** Hands on the records with {@code from <= offset < to}. */
  synchronized void read(long from, long to, Consumer<StoredRecord> sink) throws IOException {
    if (in == null || from < passed) {
      rewind();
    }
    while (true) {
      StoredRecord record = ahead != null ? ahead : RecordFrame.read(in);
      ahead = record;
      if (record == null || record.offset() >= to) {
        return;
      }
      ahead = null;
      passed = record.offset() + 1;
      if (record.offset() >= from) {
        sink.accept(record);
      }
    }
  }

  private void rewind() throws IOException {
    if (in != null) {
      in.close();
    }
    in = new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), BUFFER_BYTES));
    passed = 0;
    ahead = null;
  }
}

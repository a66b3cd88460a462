package io.winnow.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Databases as they were at a checkpoint, in a directory with {@code checkpoint.json}. It is
 * written beside the one before and then takes its place, so that whenever the process dies one of
 * both is whole.
 */
final class SavedState {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CHECKPOINT = "checkpoint.json";

  private final Path current;
  private final Path next;

  SavedState(Path directory) {
    this.current = directory;
    this.next = directory.resolveSibling(directory.getFileName() + ".next");
  }

  /** Returns what was saved last, or nothing. */
  Optional<Checkpoint> checkpoint() throws IOException {
    Path whole = whole();
    return whole == null
        ? Optional.empty()
        : Optional.of(JSON.readValue(whole.resolve(CHECKPOINT).toFile(), Checkpoint.class));
  }

  /** Puts the databases into a directory; only files that RocksDB may change are copied. */
  void copyTo(Path directory) throws IOException {
    FileTree.delete(directory);
    FileTree.link(whole(), directory);
  }

  /** Saves the databases in place of those before. */
  void replace(Map<String, RocksDB> databases, Checkpoint checkpoint)
      throws IOException, RocksDBException {
    if (whole() != null && whole().equals(next)) {
      FileTree.delete(current);
      Files.move(next, current);
    }
    FileTree.delete(next);
    FileTree.makeDirectory(next);
    for (Map.Entry<String, RocksDB> database : databases.entrySet()) {
      // what was written without a log is in no file yet
      try (FlushOptions whole = new FlushOptions().setWaitForFlush(true)) {
        database.getValue().flush(whole);
      }
      try (org.rocksdb.Checkpoint files = org.rocksdb.Checkpoint.create(database.getValue())) {
        files.createCheckpoint(next.resolve(database.getKey()).toString());
      }
    }
    Path unfinished = next.resolve(CHECKPOINT + ".part");
    JSON.writeValue(unfinished.toFile(), checkpoint);
    Files.move(unfinished, next.resolve(CHECKPOINT), StandardCopyOption.ATOMIC_MOVE);
    FileTree.delete(current);
    Files.move(next, current);
  }

  void delete() throws IOException {
    FileTree.delete(next);
    FileTree.delete(current);
  }

  /** Returns the newest directory that is whole, or null. */
  private Path whole() {
    if (Files.exists(next.resolve(CHECKPOINT))) {
      return next;
    }
    return Files.exists(current.resolve(CHECKPOINT)) ? current : null;
  }
}

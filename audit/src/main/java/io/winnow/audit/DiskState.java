package io.winnow.audit;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * Keeps the state of a replay in RocksDB in a directory of its own, for pools that do not fit into
 * memory. What a killed replay left there is deleted by the next: a replay starts from nothing.
 */
public final class DiskState implements ReplayState {

  private static final long CACHE_BYTES = 256L << 20;
  private static final long WRITE_BUFFER_BYTES = 32L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final Cache cache = new LRUCache(CACHE_BYTES);
  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setWriteBufferSize(WRITE_BUFFER_BYTES)
          .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
  // A replay that dies starts again, so it needs no log.
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final List<RocksDB> open = new ArrayList<>();

  /**
   * @param directory is made; a {@code replay} directory in it is emptied
   */
  public DiskState(Path directory) {
    this.directory = directory.resolve("replay");
    try {
      delete(this.directory);
      Files.createDirectories(this.directory);
    } catch (IOException e) {
      throw new UnreadableSourceException("work directory " + directory + ": " + e.getMessage(), e);
    }
  }

  @Override
  public LedgerStores partition(int number) {
    try {
      RocksDB database = RocksDB.open(options, directory.resolve("p" + number).toString());
      open.add(database);
      return new LedgerStores(
          store(database, 0),
          store(database, 1),
          store(database, 2),
          store(database, 3),
          store(database, 4),
          store(database, 5),
          store(database, 6),
          store(database, 7));
    } catch (RocksDBException e) {
      throw new UnreadableSourceException("work directory " + directory + ": " + e.getMessage(), e);
    }
  }

  private OrderedStore store(RocksDB database, int number) {
    return new RocksStore(database, unlogged, (byte) number);
  }

  @Override
  public void close() {
    open.forEach(RocksDB::close);
    unlogged.close();
    options.close();
    cache.close();
    try {
      delete(directory);
    } catch (IOException e) {
      throw new UnreadableSourceException("work directory " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

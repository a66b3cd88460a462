package io.winnow.audit;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * Keeps the state of a replay in RocksDB in a directory of its own, for pools that do not fit into
 * memory, and saves it there, so that a replay that was killed can resume.
 */
public final class DiskState implements ReplayState {

  private static final long CACHE_BYTES = 256L << 20;
  private static final long WRITE_BUFFER_BYTES = 32L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final Path live;
  private final SavedState saved;
  private final Cache cache = new LRUCache(CACHE_BYTES);
  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setWriteBufferSize(WRITE_BUFFER_BYTES)
          .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
  // A replay that dies resumes from what it saved, so it needs no log.
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final SortedMap<String, RocksDB> open = new TreeMap<>();

  /**
   * @param directory of this replay alone; is made
   */
  public DiskState(Path directory) {
    this.directory = directory;
    this.live = directory.resolve("live");
    this.saved = new SavedState(directory.resolve("saved"));
    onDisk(
        () -> {
          FileTree.delete(live);
          FileTree.makeDirectory(live);
          return null;
        });
  }

  @Override
  public LedgerStores partition(int number) {
    RocksDB database = database("partition-" + number);
    return new LedgerStores(
        store(database, 0),
        store(database, 1),
        store(database, 2),
        store(database, 3),
        store(database, 4),
        store(database, 5),
        store(database, 6),
        store(database, 7));
  }

  @Override
  public RoundStores rounds() {
    RocksDB database = database("rounds");
    return new RoundStores(store(database, 0), store(database, 1));
  }

  private RocksDB database(String name) {
    return onDisk(
        () -> {
          RocksDB database = RocksDB.open(options, live.resolve(name).toString());
          open.put(name, database);
          return database;
        });
  }

  private OrderedStore store(RocksDB database, int number) {
    return new RocksStore(database, unlogged, (byte) number);
  }

  @Override
  public Optional<Checkpoint> saved() {
    return onDisk(saved::checkpoint);
  }

  @Override
  public void restore() {
    onDisk(
        () -> {
          saved.copyTo(live);
          return null;
        });
  }

  @Override
  public void save(Checkpoint checkpoint) {
    onDisk(
        () -> {
          saved.replace(open, checkpoint);
          return null;
        });
  }

  @Override
  public void forget() {
    onDisk(
        () -> {
          saved.delete();
          return null;
        });
  }

  @Override
  public void close() {
    open.values().forEach(RocksDB::close);
    unlogged.close();
    options.close();
    cache.close();
    onDisk(
        () -> {
          FileTree.delete(live);
          return null;
        });
  }

  private interface Step<T> {
    T run() throws IOException, RocksDBException;
  }

  private <T> T onDisk(Step<T> step) {
    try {
      return step.run();
    } catch (IOException | RocksDBException e) {
      throw new UnreadableSourceException("work directory " + directory + ": " + e.getMessage(), e);
    }
  }
}

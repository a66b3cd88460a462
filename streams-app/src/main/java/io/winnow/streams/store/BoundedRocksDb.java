package io.winnow.streams.store;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One cache and one write-buffer budget for all RocksDB stores of the process. Without it every
 * store of every task has a cache of its own, and memory grows with the number of partitions.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  /** Setting: bytes of the shared block cache, write buffers and indexes included. */
  public static final String MEMORY_BYTES = "winnow.rocksdb.memory.bytes";

  /** Setting made by the runner: the weights of all stores that one instance can come to hold. */
  static final String WEIGHTS = "winnow.rocksdb.weights";

  /** Larger buffers for stores of which every image has an entry: they are the ones that fill. */
  private static final int WEIGHT_OF_IMAGES = 4;

  /** Write buffers may take this share of the memory. */
  private static final int WRITE_BUFFER_SHARE = 2;

  private static final long MIN_WRITE_BUFFER = 64L << 10;
  private static final long MAX_WRITE_BUFFER = 16L << 20;
  private static final int BLOOM_BITS_PER_KEY = 10;

  private static Shared shared;

  private record Shared(Cache cache, WriteBufferManager writeBuffers, BloomFilter filter) {}

  /** Returns the settings that Streams hands to every store. */
  public static Map<String, Object> settings(long memoryBytes, int partitions) {
    return Map.of(MEMORY_BYTES, memoryBytes, WEIGHTS, weights() * partitions);
  }

  private static int weights() {
    return Stream.concat(PoolStores.builders().stream(), RoundStores.builders().stream())
        .mapToInt(store -> weight(store.name()))
        .sum();
  }

  static int weight(String store) {
    return PoolStores.OF_IMAGES.contains(store) ? WEIGHT_OF_IMAGES : 1;
  }

  // RocksDB objects are shared by all stores of the JVM and live as long as it does: Streams makes
  // a setter per store and offers no place of a wider scope.
  private static synchronized Shared shared(long bytes) {
    if (shared == null) {
      Cache cache = new LRUCache(bytes);
      shared =
          new Shared(
              cache,
              new WriteBufferManager(bytes / WRITE_BUFFER_SHARE, cache),
              new BloomFilter(BLOOM_BITS_PER_KEY));
    }
    return shared;
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    long bytes = Long.parseLong(configs.get(MEMORY_BYTES).toString());
    int weights = Integer.parseInt(configs.get(WEIGHTS).toString());
    Shared memory = shared(bytes);
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setFilterPolicy(memory.filter());
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers());
    options.setWriteBufferSize(writeBufferSize(bytes, weight(storeName), weights));
  }

  /**
   * Returns how large one store's buffer may grow before it is flushed. All of them together stay
   * below the budget at which the shared manager interferes (7/8): it flushes only the store that
   * is being written, so once idle stores filled the budget, every put would be a flush.
   */
  static long writeBufferSize(long memoryBytes, int weight, int weights) {
    long share = memoryBytes / WRITE_BUFFER_SHARE * 7 / 8 * weight / weights;
    return Math.max(MIN_WRITE_BUFFER, Math.min(MAX_WRITE_BUFFER, share));
  }

  @Override
  public void close(String storeName, Options options) {
    // nothing here belongs to one store alone
  }
}

package io.winnow.streams.store;

import java.util.Map;
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

  private static final long DEFAULT_MEMORY_BYTES = 256L << 20;

  /** Write buffers may take this share of the memory. */
  private static final int WRITE_BUFFER_SHARE = 2;

  private static final int BLOOM_BITS_PER_KEY = 10;

  private static Shared shared;

  private record Shared(Cache cache, WriteBufferManager writeBuffers, BloomFilter filter) {}

  // RocksDB objects are shared by all stores of the JVM and live as long as it does: Streams makes
  // a setter per store and offers no place of a wider scope (KIP-215 documents the static cache).
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
    Object bytes = configs.get(MEMORY_BYTES);
    Shared memory = shared(bytes == null ? DEFAULT_MEMORY_BYTES : Long.parseLong(bytes.toString()));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setFilterPolicy(memory.filter());
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers());
  }

  @Override
  public void close(String storeName, Options options) {
    // nothing here belongs to one store alone
  }
}

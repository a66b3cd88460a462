package io.winnow.streams.store;

import io.winnow.schemas.topic.Topic;
import io.winnow.selection.limit.SizeLimits;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builders of RocksDB stores of bytes, with a changelog unless they are indexes. */
final class ByteStores {

  /** An entry may be as large as a record of results, and so must its record in the changelog. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(SizeLimits.RECORD_BYTES + Topic.OVERHEAD_BYTES));

  private ByteStores() {}

  static StoreBuilder<KeyValueStore<byte[], byte[]>> plain(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }

  static StoreBuilder<KeyValueStore<byte[], byte[]>> writeBehind(String name) {
    return Stores.keyValueStoreBuilder(
            new WriteBehindSupplier(Stores.persistentKeyValueStore(name)),
            Serdes.ByteArray(),
            Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }

  static StoreBuilder<KeyValueStore<byte[], byte[]>> index(String name) {
    return plain(name).withLoggingDisabled();
  }

  static StoreBuilder<KeyValueStore<byte[], byte[]>> cached(String name) {
    return plain(name).withCachingEnabled();
  }

  private record WriteBehindSupplier(KeyValueBytesStoreSupplier store)
      implements KeyValueBytesStoreSupplier {

    @Override
    public String name() {
      return store.name();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new WriteBehindStore(store.get());
    }

    @Override
    public String metricsScope() {
      return store.metricsScope();
    }
  }
}

package io.winnow.streams.store;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builders of RocksDB stores of bytes, with a changelog unless they are indexes. */
final class ByteStores {

  private ByteStores() {}

  static StoreBuilder<KeyValueStore<byte[], byte[]>> plain(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  static StoreBuilder<KeyValueStore<byte[], byte[]>> writeBehind(String name) {
    return Stores.keyValueStoreBuilder(
            new WriteBehindSupplier(Stores.persistentKeyValueStore(name)),
            Serdes.ByteArray(),
            Serdes.ByteArray())
        .withCachingDisabled();
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

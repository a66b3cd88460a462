package io.winnow.audit;

import io.winnow.selection.ledger.OrderedStore;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteOptions;

/** One of the stores that share a RocksDB: its keys begin with a byte of its own. */
final class RocksStore implements OrderedStore {

  private final RocksDB database;
  private final WriteOptions writing;
  private final byte number;

  RocksStore(RocksDB database, WriteOptions writing, byte number) {
    this.database = database;
    this.writing = writing;
    this.number = number;
  }

  @Override
  public byte[] get(byte[] key) {
    try {
      return database.get(own(key));
    } catch (RocksDBException e) {
      throw broken(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      database.put(writing, own(key), value);
    } catch (RocksDBException e) {
      throw broken(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    try {
      database.delete(writing, own(key));
    } catch (RocksDBException e) {
      throw broken(e);
    }
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    return new Range(own(from), own(to));
  }

  private byte[] own(byte[] key) {
    byte[] own = new byte[key.length + 1];
    own[0] = number;
    System.arraycopy(key, 0, own, 1, key.length);
    return own;
  }

  private static IllegalStateException broken(RocksDBException e) {
    return new IllegalStateException("state of the replay: " + e.getMessage(), e);
  }

  private final class Range implements Cursor {
    private final Slice end;
    private final ReadOptions reading;
    private final RocksIterator iterator;

    Range(byte[] from, byte[] to) {
      end = new Slice(to);
      reading = new ReadOptions().setIterateUpperBound(end);
      iterator = database.newIterator(reading);
      iterator.seek(from);
    }

    @Override
    public boolean hasNext() {
      return iterator.isValid();
    }

    @Override
    public Entry next() {
      if (!iterator.isValid()) {
        throw new NoSuchElementException();
      }
      byte[] key = iterator.key();
      Entry entry = new Entry(Arrays.copyOfRange(key, 1, key.length), iterator.value());
      iterator.next();
      return entry;
    }

    @Override
    public void close() {
      iterator.close();
      reading.close();
      end.close();
    }
  }
}

package io.winnow.audit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.RecordSource;
import io.winnow.audit.StoredRecord;
import io.winnow.audit.UndecodedInputs;
import io.winnow.audit.UnreadableSourceException;
import io.winnow.audit.bundle.BundleIndex.Extent;
import io.winnow.schemas.serde.FixedSchemas;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The records of a bundle. Whether they are those that the rounds saw is for an audit to say. */
public final class BundleSource implements RecordSource {

  private static final Pattern SCHEMA = Pattern.compile("schemas/(\\d{1,9})\\.avsc");
  private static final int MAX_TEXT_BYTES = 16 << 20;

  private final Path file;
  private final ZipFile zip;
  private final BundleIndex index;
  private final TopicCatalog topics;
  private final Map<String, EntryReader> readers = new ConcurrentHashMap<>();

  private BundleSource(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    this.index = BundleIndex.fromJson(bytes(BundleIndex.ENTRY));
    this.topics =
        new TopicCatalog(index.topicPrefix(), new FixedSchemas(schemas()), OptionalInt.empty());
  }

  /**
   * Opens a bundle.
   *
   * @throws UnreadableSourceException if it is none, with one line that says why
   */
  public static BundleSource open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableSourceException("bundle " + file + " does not exist");
    }
    try {
      ZipFile zip = new ZipFile(file.toFile());
      try {
        return new BundleSource(file, zip);
      } catch (IOException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns the pool whose rounds it is about. */
  public String pool() {
    return index.pool();
  }

  /** Returns the topics as they were called, with the bundle's schemas. */
  public TopicCatalog topics() {
    return topics;
  }

  @Override
  public int partitions(String topic) {
    return extents(topic).size();
  }

  @Override
  public long begin(String topic, int partition) {
    return extent(topic, partition).begin();
  }

  @Override
  public long end(String topic, int partition) {
    return extent(topic, partition).end();
  }

  @Override
  public void read(String topic, int partition, long from, long to, Consumer<StoredRecord> sink) {
    String entry = BundleIndex.recordsEntry(topic, partition);
    if (zip.getEntry(entry) == null) {
      if (extent(topic, partition).records() > 0) {
        throw unreadable(file, new IOException("it has no " + entry));
      }
      return;
    }
    try {
      readers
          .computeIfAbsent(entry, name -> new EntryReader(zip, zip.getEntry(name)))
          .read(from, to, sink);
    } catch (IOException e) {
      throw unreadable(file, new IOException(entry + ": " + e.getMessage(), e));
    }
  }

  /** Bundles of earlier versions have no such entry: they decode what they have schemas for. */
  @Override
  public UndecodedInputs undecoded(String deadLetters) {
    ZipEntry entry = zip.getEntry(UndecodedEntry.NAME);
    if (entry == null) {
      return UndecodedInputs.NONE;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return UndecodedEntry.read(in);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close(); // and with it the streams of its entries
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private List<Extent> extents(String topic) {
    List<Extent> extents = index.topics().get(topic);
    if (extents == null) {
      throw unreadable(file, new IOException("it has no topic " + topic));
    }
    return extents;
  }

  private Extent extent(String topic, int partition) {
    List<Extent> extents = extents(topic);
    if (partition >= extents.size()) {
      throw unreadable(file, new IOException("it has no partition " + partition + " of " + topic));
    }
    return extents.get(partition);
  }

  private Map<Integer, Schema> schemas() throws IOException {
    Map<Integer, Schema> schemas = new HashMap<>();
    for (String name : zip.stream().map(ZipEntry::getName).toList()) {
      Matcher matcher = SCHEMA.matcher(name);
      if (matcher.matches()) {
        try {
          schemas.put(
              Integer.parseInt(matcher.group(1)),
              new Schema.Parser().parse(new String(bytes(name), UTF_8)));
        } catch (AvroRuntimeException e) {
          throw new IOException(name + " is no schema", e);
        }
      }
    }
    return schemas;
  }

  private byte[] bytes(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("it has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
      if (bytes.length > MAX_TEXT_BYTES) {
        throw new IOException(name + " is larger than " + MAX_TEXT_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private static UnreadableSourceException unreadable(Path file, IOException e) {
    return new UnreadableSourceException("bundle " + file + ": " + e.getMessage(), e);
  }
}

package io.winnow.audit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.StoredRecord;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.signature.ManifestVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A bundle of four rounds that the integration tests made, and forgeries of it. */
final class Bundles {

  /** One bundle for every version of evidence there was, beside the key that verifies it. */
  static final Path FROZEN = Path.of("src", "test", "resources", "frozen");

  static final Path AUDITED = FROZEN.resolve("evidence-1.zip");
  static final Path PUBLIC_KEY = FROZEN.resolve("evidence-1.pub.pem");
  static final String POOL = "audited";
  static final int ROUNDS = 4;

  private Bundles() {}

  static List<RoundVerdict> verify(Path bundle, Optional<Level> level) {
    return verify(bundle, PUBLIC_KEY, level);
  }

  static List<RoundVerdict> verify(Path bundle, Path publicKey, Optional<Level> level) {
    try (BundleSource source = BundleSource.open(bundle)) {
      return verify(source, source.topics(), publicKey, level);
    }
  }

  static List<RoundVerdict> verify(
      RecordSource source, TopicCatalog topics, Optional<Level> level) {
    return verify(source, topics, PUBLIC_KEY, level);
  }

  private static List<RoundVerdict> verify(
      RecordSource source, TopicCatalog topics, Path publicKey, Optional<Level> level) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (ReplayState state = ReplayState.inMemory()) {
      PoolAudit audit =
          new PoolAudit(POOL, source, topics, level, Optional.of(ManifestVerifier.read(publicKey)));
      audit.verify(1, audit.lastRound(), state, records -> {}, verdicts::add);
    }
    return verdicts;
  }

  /** Copies a bundle with one entry changed; an entry that becomes null is left out. */
  static Path forge(Path bundle, Path forged, String entry, UnaryOperator<byte[]> forgery)
      throws IOException {
    try (ZipFile from = new ZipFile(bundle.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(forged))) {
      for (ZipEntry each : from.stream().map(ZipEntry.class::cast).toList()) {
        byte[] bytes = from.getInputStream(each).readAllBytes();
        byte[] changed = each.getName().equals(entry) ? forgery.apply(bytes) : bytes;
        if (changed != null) {
          to.putNextEntry(new ZipEntry(each.getName()));
          to.write(changed);
          to.closeEntry();
        }
      }
    }
    return forged;
  }

  /** Changes the records of an entry. */
  static UnaryOperator<byte[]> records(UnaryOperator<List<StoredRecord>> change) {
    return bytes -> write(change.apply(read(bytes)));
  }

  static List<StoredRecord> read(byte[] entry) {
    List<StoredRecord> records = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
      StoredRecord record = RecordFrame.read(in);
      while (record != null) {
        records.add(record);
        record = RecordFrame.read(in);
      }
      return records;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] write(List<StoredRecord> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (StoredRecord record : records) {
        RecordFrame.write(record, out);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the entry with the schema of a type. */
  static String schema(Path bundle, String type) throws IOException {
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        if (entry.getName().startsWith("schemas/")
            && new String(zip.getInputStream(entry).readAllBytes(), UTF_8)
                .contains("\"name\":\"" + type + "\",\"namespace\"")) {
          return entry.getName();
        }
      }
    }
    throw new IllegalArgumentException("no schema of " + type);
  }

  /** Returns an entry of the topic that has records. */
  static String entryWithRecords(String topic) throws IOException {
    int partition = 0;
    while (true) {
      String entry = BundleIndex.recordsEntry("audit." + topic, partition++);
      if (entry(AUDITED, entry).length > 0) {
        return entry;
      }
    }
  }

  static byte[] entry(Path bundle, String name) throws IOException {
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      return zip.getInputStream(zip.getEntry(name)).readAllBytes();
    }
  }
}

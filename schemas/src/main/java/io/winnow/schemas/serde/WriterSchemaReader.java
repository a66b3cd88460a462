package io.winnow.schemas.serde;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads what was written with one schema as a generated record. Thread-safe.
 *
 * @param <T> generated record type
 */
final class WriterSchemaReader<T> {
  private static final ThreadLocal<BinaryDecoder> DECODERS = new ThreadLocal<>();

  private final boolean union;
  private final List<Branch<T>> branches;

  private WriterSchemaReader(boolean union, List<Branch<T>> branches) {
    this.union = union;
    this.branches = branches;
  }

  /**
   * A reader.
   *
   * @param writer a record, or a union of the records of a topic with several types, whose branch
   *     stands in front of each
   */
  static <T> WriterSchemaReader<T> of(Schema writer, Schema own, SpecificData model) {
    boolean union = writer.getType() == Schema.Type.UNION;
    List<Schema> schemas = union ? writer.getTypes() : List.of(writer);
    return new WriterSchemaReader<>(
        union, schemas.stream().map(schema -> new Branch<T>(schema, own, model)).toList());
  }

  /**
   * Reads a framed value.
   *
   * @throws MalformedRecordException if records of the schema are not to be read as ours
   * @throws IOException or a runtime exception, if the bytes cannot be read
   */
  T read(byte[] value) throws IOException {
    BinaryDecoder in = decoder(value);
    Branch<T> branch = branches.get(union ? in.readIndex() : 0);
    try {
      branch.requireIntended();
      if (!branch.fastRefusesGoodRecords) {
        return whole(branch.fast, in);
      }
    } catch (MalformedRecordException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Read again, by the reader that reads more and says which field is at fault.
    }
    BinaryDecoder again = decoder(value);
    if (union) {
      again.readIndex();
    }
    T read = whole(branch.resolving, again);
    branch.fastRefusesGoodRecords = true;
    return read;
  }

  private static <T> T whole(DatumReader<T> reader, BinaryDecoder in) throws IOException {
    T read = reader.read(null, in);
    if (!in.isEnd()) {
      throw new IOException("further bytes follow");
    }
    return read;
  }

  private static BinaryDecoder decoder(byte[] value) {
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                value,
                WireFormat.HEADER_BYTES,
                value.length - WireFormat.HEADER_BYTES,
                DECODERS.get());
    DECODERS.set(decoder);
    return decoder;
  }

  /** A record schema, and the two readers of it. */
  private static final class Branch<T> {
    private final Optional<String> objection;
    private final DatumReader<T> fast;
    private final DatumReader<T> resolving;
    private volatile boolean fastRefusesGoodRecords;

    Branch(Schema writer, Schema own, SpecificData model) {
      objection = WriterSchemaCheck.objection(writer, own);
      fast = new SpecificDatumReader<>(writer, own, model);
      resolving = new ResolvingRecordReader<>(writer, own, model);
    }

    void requireIntended() {
      if (objection.isPresent()) {
        throw new MalformedRecordException(objection.get());
      }
    }
  }
}

package io.winnow.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes values of one schema under another, by Avro's own resolution rules. Generated records know
 * their fields by position, so the other schema cannot be handed to their writer directly. Only
 * {@code use.latest.version} comes here, and only when the latest schema is not ours.
 */
final class TranscodingDatumWriter<T> implements DatumWriter<T> {
  private final DatumWriter<T> ownWriter;
  private final GenericDatumReader<GenericRecord> reader;
  private final GenericDatumWriter<GenericRecord> writer;

  TranscodingDatumWriter(DatumWriter<T> ownWriter, Schema own, Schema target) {
    this.ownWriter = ownWriter;
    this.reader = new GenericDatumReader<>(own, target, new GenericData());
    this.writer = new GenericDatumWriter<>(target, new GenericData());
  }

  @Override
  public void setSchema(Schema schema) {
    throw new UnsupportedOperationException("the target schema is fixed");
  }

  @Override
  public void write(T value, Encoder out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    ownWriter.write(value, encoder);
    encoder.flush();
    writer.write(
        reader.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null)), out);
  }
}

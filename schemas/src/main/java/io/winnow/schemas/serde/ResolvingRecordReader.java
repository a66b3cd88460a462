package io.winnow.schemas.serde;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads records of another schema by all of Avro's resolution rules, and names the field that
 * cannot be read.
 *
 * <p>Avro 1.12.2's own readers refuse an array or map whose elements are larger here than in the
 * writer's schema: they compare the bytes that are left with the <em>reader's</em> element size, so
 * that {@code float} is never promoted to {@code double} in a short record. That check is left out
 * here. A count that lies still ends at the end of the bytes, since {@link WriterSchemaCheck} takes
 * care that every element the writer can write has at least one, and Avro bounds what is allocated
 * before.
 */
final class ResolvingRecordReader<T> extends SpecificDatumReader<T> {

  ResolvingRecordReader(Schema writer, Schema own, SpecificData model) {
    super(writer, own, withoutFastReader(model));
  }

  /** Avro's fast reader would pass by what is overridden here. */
  private static SpecificData withoutFastReader(SpecificData model) {
    SpecificData copy = new SpecificData(model.getClassLoader());
    for (Conversion<?> conversion : model.getConversions()) {
      copy.addLogicalTypeConversion(conversion);
    }
    copy.setFastReaderEnabled(false);
    return copy;
  }

  @Override
  protected void readField(
      Object record, Field field, Object oldDatum, ResolvingDecoder in, Object state)
      throws IOException {
    try {
      super.readField(record, field, oldDatum, in, state);
    } catch (IOException | RuntimeException e) {
      throw new FieldReadException(field.name(), e);
    }
  }

  @Override
  protected Object readArray(Object old, Schema expected, ResolvingDecoder in) throws IOException {
    Schema type = expected.getElementType();
    long count = in.readArrayStart();
    Object array = newArray(old, initialCollectionCapacity(count), expected);
    @SuppressWarnings("unchecked")
    Collection<Object> elements = (Collection<Object>) array;
    for (long left = count; left > 0; left = in.arrayNext()) {
      for (long i = 0; i < left; i++) {
        elements.add(element(type, elements.size(), in));
      }
    }
    return array;
  }

  private Object element(Schema type, int index, ResolvingDecoder in) throws IOException {
    try {
      return read(null, type, in);
    } catch (IOException | RuntimeException e) {
      throw new FieldReadException("[" + index + "]", e);
    }
  }

  @Override
  protected Object readMap(Object old, Schema expected, ResolvingDecoder in) throws IOException {
    Schema type = expected.getValueType();
    long count = in.readMapStart();
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) newMap(old, initialCollectionCapacity(count));
    for (long left = count; left > 0; left = in.mapNext()) {
      for (long i = 0; i < left; i++) {
        Object key = readMapKey(null, expected, in);
        map.put(key, read(null, type, in));
      }
    }
    return map;
  }
}

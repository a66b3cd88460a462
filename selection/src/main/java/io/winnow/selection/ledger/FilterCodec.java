package io.winnow.selection.ledger;

import io.winnow.selection.constraint.AttributeFilter;

/** Bytes of an {@link AttributeFilter} inside those of other state. */
public final class FilterCodec {

  private FilterCodec() {}

  public static void write(StateWriter out, AttributeFilter filter) {
    out.writeString(filter.attribute());
    out.writeStrings(filter.anyOf());
    out.writeNullable(filter.min(), StateWriter::writeDouble);
    out.writeNullable(filter.max(), StateWriter::writeDouble);
  }

  public static AttributeFilter read(StateReader in) {
    return new AttributeFilter(
        in.readString(),
        in.readStrings(),
        in.readNullable(StateReader::readDouble),
        in.readNullable(StateReader::readDouble));
  }
}

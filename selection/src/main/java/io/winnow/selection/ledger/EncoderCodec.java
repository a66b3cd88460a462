package io.winnow.selection.ledger;

/** Bytes of encoders and their progress inside those of other state. */
public final class EncoderCodec {

  private EncoderCodec() {}

  public static void write(StateWriter out, EncoderRef encoder) {
    out.writeString(encoder.id());
    out.writeInt(encoder.size());
  }

  public static EncoderRef read(StateReader in) {
    return new EncoderRef(in.readString(), in.readInt());
  }

  public static void writeProgress(StateWriter out, EncoderProgress progress) {
    out.writeLong(progress.described());
    out.writeLong(progress.byNext());
  }

  public static EncoderProgress readProgress(StateReader in) {
    return new EncoderProgress(in.readLong(), in.readLong());
  }
}

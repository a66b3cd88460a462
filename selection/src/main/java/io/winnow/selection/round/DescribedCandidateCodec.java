package io.winnow.selection.round;

import io.winnow.selection.ledger.StateCodec;
import java.nio.ByteBuffer;

/** Bytes of a {@link DescribedCandidate}: the two parts, each with its length before it. */
final class DescribedCandidateCodec {

  private DescribedCandidateCodec() {}

  static byte[] write(DescribedCandidate described) {
    byte[] candidate = StateCodec.write(described.candidate());
    byte[] descriptor = StateCodec.write(described.descriptor());
    return ByteBuffer.allocate(2 * Integer.BYTES + candidate.length + descriptor.length)
        .putInt(candidate.length)
        .put(candidate)
        .putInt(descriptor.length)
        .put(descriptor)
        .array();
  }

  static DescribedCandidate read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new DescribedCandidate(
        StateCodec.readReported(part(in)), StateCodec.readDescriptor(part(in)));
  }

  private static byte[] part(ByteBuffer in) {
    byte[] part = new byte[in.getInt()];
    in.get(part);
    return part;
  }
}

package io.winnow.descriptor.source;

/** An encoded image in memory. To be closed when its bytes are no longer held. */
public final class Fetched implements AutoCloseable {

  private final byte[] encoded;
  private final ByteBudget.Lease memory;

  Fetched(byte[] encoded, ByteBudget.Lease memory) {
    this.encoded = encoded;
    this.memory = memory;
  }

  /** The content; not a copy. */
  public byte[] encoded() {
    return encoded;
  }

  /** Lets others have the memory. */
  @Override
  public void close() {
    memory.close();
  }
}

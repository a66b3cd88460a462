package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;

/** Reads what an address of one scheme points to. Thread-safe. */
interface UriSource {

  /**
   * Checks, without asking anybody, whether the address may be read.
   *
   * @throws ImageRejectedException if not
   */
  void check(ImageAddress address) throws ImageRejectedException;

  /**
   * Reads the encoded image, once.
   *
   * @param memory from which the content's bytes are taken before they are read
   * @return the whole content, at most the source's size limit
   * @throws ImageRejectedException if trying again cannot help
   * @throws BusyException if the place is there, but asks to come again
   * @throws IOException if the place may answer later: a timeout, a refused connection, a 5xx
   * @throws InterruptedException if the worker is closing
   */
  byte[] read(ImageAddress address, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException, InterruptedException;
}

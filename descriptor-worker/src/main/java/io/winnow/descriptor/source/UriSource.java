package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.net.URI;

/** Reads what a uri of one scheme points to. Thread-safe. */
interface UriSource {

  /**
   * Reads the encoded image, once.
   *
   * @return the whole content, at most the source's size limit
   * @throws ImageRejectedException if trying again cannot help
   * @throws IOException if the place may answer later: a timeout, a refused connection, a 5xx
   * @throws InterruptedException if the worker is closing
   */
  byte[] read(URI uri) throws ImageRejectedException, IOException, InterruptedException;
}

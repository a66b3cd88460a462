package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.schemas.ImageReceived;
import java.util.concurrent.ExecutionException;

/** Fetches one image after the other, each to its end. */
final class FetchingSource implements AutoCloseable {

  private final Fetcher fetcher;
  private final int maxBytes;

  FetchingSource(SourceSettings sources, FetchSettings settings, FetchListener listener) {
    this.fetcher = new Fetcher(sources, settings, listener);
    this.maxBytes = sources.maxBytes();
  }

  byte[] fetch(ImageReceived image) throws ImageRejectedException, InterruptedException {
    if (InlineImage.isInline(image)) {
      return InlineImage.bytes(image, maxBytes);
    }
    try (Fetched fetched = fetcher.fetch(image.getUri()).get()) {
      return fetched.encoded();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ImageRejectedException rejected) {
        throw rejected;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    fetcher.close();
  }
}

package io.winnow.descriptor.source;

/** Hears what the fetching of images meets. Called from many threads; must not block. */
@FunctionalInterface
public interface FetchListener {

  /**
   * An attempt failed.
   *
   * @param again whether the image will be asked for again
   */
  void failed(FetchFailure failure, boolean again);
}

package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads images of all schemes, once each. Thread-safe. */
final class ImageSource implements UriSource, AutoCloseable {

  private final Map<String, UriSource> byScheme;
  private final HttpSource http;
  private final Optional<S3Source> s3;

  /**
   * Opens the sources.
   *
   * @throws IllegalArgumentException if the file root is no directory, or S3 is to be used without
   *     credentials or a region
   */
  ImageSource(SourceSettings settings) {
    UriSource file =
        settings
            .fileRoot()
            .<UriSource>map(root -> new FileSource(root, settings.maxBytes()))
            .orElse(new Refused("no file may be read, file.root is not set"));
    this.http =
        new HttpSource(
            settings.httpHosts(),
            settings.internalNetworks(),
            settings.httpLimits(),
            settings.maxBytes());
    this.s3 =
        settings.s3().buckets().isEmpty()
            ? Optional.empty()
            : Optional.of(new S3Source(settings.s3(), settings.httpLimits(), settings.maxBytes()));
    UriSource objects =
        s3.<UriSource>map(opened -> opened)
            .orElse(new Refused("no bucket may be read, s3.buckets is not set"));
    this.byScheme = Map.of("file", file, "http", http, "https", http, "s3", objects);
  }

  @Override
  public void check(ImageAddress address) throws ImageRejectedException {
    sourceOf(address).check(address);
  }

  /** As the source of its scheme; an empty content is refused. */
  @Override
  public byte[] read(ImageAddress address, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException, InterruptedException {
    byte[] encoded = sourceOf(address).read(address, memory);
    if (encoded.length == 0) {
      throw new ImageRejectedException(RejectionKind.UNDECODABLE, address.shown() + " is empty");
    }
    return encoded;
  }

  private UriSource sourceOf(ImageAddress address) throws ImageRejectedException {
    UriSource source = byScheme.get(address.scheme());
    if (source == null) {
      throw Rejections.invalid(address, "has an unknown scheme; known: file, http, https, s3");
    }
    return source;
  }

  /** Closes the connections. */
  @Override
  public void close() {
    http.close();
    s3.ifPresent(S3Source::close);
  }

  /** Takes the place of a source that is not set up. */
  private record Refused(String why) implements UriSource {

    @Override
    public void check(ImageAddress address) throws ImageRejectedException {
      throw new ImageRejectedException(
          RejectionKind.FORBIDDEN_SOURCE, address.shown() + ": " + why);
    }

    @Override
    public byte[] read(ImageAddress address, ByteBudget.Lease memory)
        throws ImageRejectedException {
      check(address);
      throw new IllegalStateException("a source that is not set up refuses everything");
    }
  }
}

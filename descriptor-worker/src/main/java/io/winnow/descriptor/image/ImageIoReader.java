package io.winnow.descriptor.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the first picture of a file with a plug-in of {@code javax.imageio}. */
final class ImageIoReader {

  private final List<String> formats;
  private final boolean ofTheJdk;

  private ImageIoReader(List<String> formats, boolean ofTheJdk) {
    this.formats = formats;
    this.ofTheJdk = ofTheJdk;
  }

  /** A plug-in for one of these formats, given in lower case. */
  static ImageIoReader of(String... formats) {
    return new ImageIoReader(List.of(formats), false);
  }

  /** The one that comes with the JDK. */
  ImageIoReader fromTheJdk() {
    return new ImageIoReader(formats, true);
  }

  /**
   * Reads the pixels.
   *
   * @throws TruncatedPictureException if some of them are missing
   */
  BufferedImage read(byte[] encoded) throws IOException {
    return read(encoded, Truncation.seen());
  }

  /**
   * Reads the pixels of a file that was given the end marker it lacked.
   *
   * @throws TruncatedPictureException if some of them may be missing
   */
  BufferedImage readEnded(byte[] encoded) throws IOException {
    return read(encoded, Truncation.suspected());
  }

  private BufferedImage read(byte[] encoded, Truncation truncation) throws IOException {
    try (ImageInputStream input = new EncodedStream(encoded)) {
      ImageReader reader = readerOf(input);
      try {
        reader.addIIOReadWarningListener(truncation);
        reader.setInput(input, true, true);
        BufferedImage image = reader.read(0);
        if (truncation.found()) {
          throw new TruncatedPictureException(truncation.message());
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  private ImageReader readerOf(ImageInputStream input) throws IIOException {
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(input); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      boolean named =
          Stream.of(reader.getOriginatingProvider().getFormatNames())
              .map(name -> name.toLowerCase(Locale.ROOT))
              .anyMatch(formats::contains);
      if (named && (!ofTheJdk || reader.getClass().getModule() == ImageReader.class.getModule())) {
        return reader;
      }
      reader.dispose();
    }
    throw new IIOException("no reader takes it for a " + formats.get(0).toUpperCase(Locale.ROOT));
  }
}

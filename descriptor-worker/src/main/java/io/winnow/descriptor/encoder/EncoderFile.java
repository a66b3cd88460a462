package io.winnow.descriptor.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes encoder files: a zip of {@code encoder.json}, {@code mean.npy} and {@code
 * components.npy}, in that order (docs/encoder-format.md). The same encoder always gives the same
 * bytes.
 */
public final class EncoderFile {

  private static final String JSON = "encoder.json";
  private static final String MEAN = "mean.npy";
  private static final String COMPONENTS = "components.npy";
  private static final int MAX_JSON_BYTES = 1 << 20;
  private static final long MAX_COMPONENTS = 1L << 28;

  /** The earliest time a zip entry can carry without the extended timestamp field. */
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

  private EncoderFile() {}

  /** Writes an encoder, replacing the file. */
  public static void write(Encoder encoder, Path path) {
    try (OutputStream file = Files.newOutputStream(path)) {
      write(encoder, file);
    } catch (IOException e) {
      throw new EncoderException("cannot write encoder " + path + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of the file that holds an encoder. */
  public static long size(Encoder encoder) {
    long[] bytes = new long[1];
    try {
      write(
          encoder,
          new OutputStream() {
            @Override
            public void write(int one) {
              bytes[0]++;
            }

            @Override
            public void write(byte[] some, int offset, int length) {
              bytes[0] += length;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("counting bytes does not fail", e);
    }
    return bytes[0];
  }

  private static void write(Encoder encoder, OutputStream out) throws IOException {
    EncoderSpec spec = encoder.spec();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, JSON, EncoderJson.write(encoder));
      entry(zip, MEAN, NpyArray.write(encoder.mean(), spec.featureSize()));
      entry(zip, COMPONENTS, NpyArray.write(encoder.components(), spec.size(), spec.featureSize()));
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ENTRY_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Reads an encoder.
   *
   * @throws EncoderException when the file is missing, truncated, misses an array, has one of the
   *     wrong shape, or its content does not give the identity it claims; the message names file
   *     and array
   */
  public static Encoder read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString());
    } catch (NoSuchFileException e) {
      throw new EncoderException("no encoder file " + path, e);
    } catch (IOException e) {
      throw new EncoderException("cannot read encoder " + path + ": " + e.getMessage(), e);
    }
  }

  /** Reads an encoder from a stream; {@code name} is for messages. */
  static Encoder read(InputStream in, String name) {
    String part = JSON;
    try (ZipInputStream zip = new ZipInputStream(in)) {
      require(zip, part);
      byte[] json = zip.readNBytes(MAX_JSON_BYTES + 1);
      if (json.length > MAX_JSON_BYTES) {
        throw new IOException("is larger than " + MAX_JSON_BYTES + " bytes");
      }
      EncoderJson.Document document = EncoderJson.read(json);
      requireVersion(document.formatVersion());
      EncoderSpec spec = document.spec().toSpec();
      requireReasonable(spec);
      part = MEAN;
      require(zip, part);
      float[] mean = NpyArray.read(zip, spec.featureSize());
      part = COMPONENTS;
      require(zip, part);
      float[] components = NpyArray.read(zip, spec.size(), spec.featureSize());
      Encoder encoder = new Encoder(spec, document.fit(), mean, components);
      requireIdentity(document.encoderId(), encoder);
      return encoder;
    } catch (IOException | IllegalArgumentException e) {
      throw new EncoderException("encoder %s, %s: %s".formatted(name, part, firstLine(e)), e);
    }
  }

  private static void require(ZipInputStream zip, String name) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null) {
      throw new IOException("missing (file truncated or not an encoder)");
    }
    if (!entry.getName().equals(name)) {
      throw new IOException("missing, found " + entry.getName() + " in its place");
    }
  }

  private static void requireVersion(int version) throws IOException {
    if (version != EncoderJson.FORMAT_VERSION) {
      throw new IOException(
          "format version " + version + ", this build reads " + EncoderJson.FORMAT_VERSION);
    }
  }

  private static void requireReasonable(EncoderSpec spec) throws IOException {
    long values = (long) spec.size() * spec.featureSize();
    if (values > MAX_COMPONENTS) {
      throw new IOException("components of " + values + " values exceed " + MAX_COMPONENTS);
    }
  }

  private static void requireIdentity(String claimed, Encoder encoder) throws IOException {
    if (!encoder.encoderId().equals(claimed)) {
      throw new IOException(
          "content has identity " + encoder.encoderId() + ", the file claims " + claimed);
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? "ends too early" : e.getMessage();
    return message.lines().findFirst().orElse(message);
  }
}

package io.winnow.descriptor.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds encoders: built-in ones by name, others by path. */
public final class Encoders {

  /** Names of the built-in encoders. */
  public static final List<String> BUILT_IN = List.of("compact");

  private Encoders() {}

  /**
   * A built-in encoder.
   *
   * @throws EncoderException when there is none of that name
   */
  public static Encoder builtIn(String name) {
    if (!BUILT_IN.contains(name)) {
      throw new EncoderException("no built-in encoder '" + name + "', there are " + BUILT_IN);
    }
    String resource = name + "/encoder.zip";
    try (InputStream in = Encoders.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new EncoderException("built-in encoder " + name + " is missing from this build");
      }
      return EncoderFile.read(in, resource);
    } catch (IOException e) {
      throw new EncoderException("cannot read " + resource + ": " + e.getMessage(), e);
    }
  }

  /** The built-in encoder with an id; empty if none has it. */
  public static Optional<Encoder> builtInWithId(String encoderId) {
    return BUILT_IN.stream()
        .map(Encoders::builtIn)
        .filter(encoder -> encoder.encoderId().equals(encoderId))
        .findFirst();
  }

  /** A built-in encoder when the text is the name of one, else the encoder file at that path. */
  public static Encoder load(String nameOrPath) {
    return BUILT_IN.contains(nameOrPath)
        ? builtIn(nameOrPath)
        : EncoderFile.read(Path.of(nameOrPath));
  }
}

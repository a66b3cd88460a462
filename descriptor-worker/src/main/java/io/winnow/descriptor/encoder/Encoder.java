package io.winnow.descriptor.encoder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable encoder: which channels of which maps are fused, and the PCA that follows. Its file
 * format is in docs/encoder-format.md.
 *
 * <p>A descriptor is {@code l2(components · (l2(fused) − mean))}; {@link Describer} computes it.
 */
public final class Encoder {

  private final EncoderSpec spec;
  private final FitRecord fit;
  private final float[] mean;
  private final float[] components;
  private final String encoderId;

  /**
   * Makes an encoder; the arrays are copied.
   *
   * @param spec everything but the PCA
   * @param fit how it came about
   * @param mean {@code featureSize} floats
   * @param components {@code size * featureSize} floats, row-major, one component per row
   */
  public Encoder(EncoderSpec spec, FitRecord fit, float[] mean, float[] components) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.fit = Objects.requireNonNull(fit, "fit");
    this.mean = requireFinite("mean", mean.clone(), spec.featureSize());
    this.components =
        requireFinite("components", components.clone(), (long) spec.size() * spec.featureSize());
    this.encoderId = digest();
  }

  private static float[] requireFinite(String name, float[] values, long length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          name + " must have " + length + " values, got " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(name + "[" + i + "] is " + values[i]);
      }
    }
    return values;
  }

  /** Everything but the PCA. */
  public EncoderSpec spec() {
    return spec;
  }

  /** How the encoder came about. */
  public FitRecord fit() {
    return fit;
  }

  /** Length of a descriptor. */
  public int descriptorSize() {
    return spec.size();
  }

  /** SHA-256 in hex over the canonical JSON of {@link #spec()} and the bytes of both arrays. */
  public String encoderId() {
    return encoderId;
  }

  /** A copy of the mean, {@code featureSize} floats. */
  public float[] mean() {
    return mean.clone();
  }

  /** A copy of the components, {@code size * featureSize} floats, one component per row. */
  public float[] components() {
    return components.clone();
  }

  private String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(EncoderJson.canonicalSpec(spec).getBytes(StandardCharsets.UTF_8));
      digest.update(NpyArray.littleEndian(mean));
      digest.update(NpyArray.littleEndian(components));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}

package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.image.DecodedImage;
import java.util.List;

/**
 * An encoder with its backbone loaded: turns pictures into descriptors of L2 norm 1, so that a dot
 * product is a cosine.
 *
 * <p>{@link #prepare} is thread-safe. {@link #describe} is for as many threads at a time as the
 * backbone runs passes ({@link Backbone#passes}).
 */
public final class Describer implements AutoCloseable {

  private final Encoder encoder;
  private final Backbone backbone;
  private final Preprocessor preprocessor;
  private final ChosenMaps chosen;
  private final Projection projection;

  /**
   * Joins an encoder and a backbone; closing the describer closes the backbone.
   *
   * @throws EncoderException when the encoder was fitted on other weights, naming both digests
   */
  public Describer(Encoder encoder, Backbone backbone) {
    EncoderSpec spec = encoder.spec();
    if (!spec.weightDigest().equals(backbone.weightDigest())) {
      throw new EncoderException(
          "encoder %s was fitted on %s with weights %s, but the loaded %s has weights %s"
              .formatted(
                  encoder.encoderId(),
                  spec.backbone(),
                  spec.weightDigest(),
                  backbone.name(),
                  backbone.weightDigest()));
    }
    this.encoder = encoder;
    this.backbone = backbone;
    this.preprocessor = new Preprocessor(spec.input(), spec.preprocessing());
    this.chosen = ChosenMaps.of(spec.layers(), spec.aggregation());
    this.projection = new Projection(encoder.mean(), encoder.components());
  }

  /** Opens the built-in backbone that the encoder names. */
  public static Describer open(Encoder encoder, Backend backend) {
    return open(encoder, encoder.spec().backbone(), backend);
  }

  /** Opens a backbone by name or path (see {@link Backbones#spec}) for the encoder. */
  public static Describer open(Encoder encoder, String backbone, Backend backend) {
    Backbone opened = Backbones.open(Backbones.spec(backbone), backend);
    try {
      return new Describer(encoder, opened);
    } catch (EncoderException e) {
      opened.close();
      throw e;
    }
  }

  /** The encoder. */
  public Encoder encoder() {
    return encoder;
  }

  /** The backbone that runs it. */
  public Backbone backbone() {
    return backbone;
  }

  /**
   * Resamples and normalises one picture. Thread-safe.
   *
   * @return pixels for {@link #describe}
   */
  public float[] prepare(DecodedImage image) {
    return preprocessor.prepare(image);
  }

  /**
   * Describes a batch.
   *
   * @param prepared results of {@link #prepare}, at least one
   * @return one vector of {@code descriptorSize} and L2 norm 1 per image, in order
   * @throws DegenerateImageException for the first image that has no direction in descriptor space
   */
  public float[][] describe(List<float[]> prepared) {
    List<FeatureMaps> maps = backbone.forward(prepared, encoder.spec().input(), chosen.requests());
    requireFeatures(maps);
    return projection.project(chosen.fusion().fuse(maps));
  }

  private void requireFeatures(List<FeatureMaps> maps) {
    int features = chosen.fusion().featureSize(maps);
    if (features != encoder.spec().featureSize()) {
      throw new EncoderException(
          "encoder %s expects %d fused values, the backbone's maps give %d"
              .formatted(encoder.encoderId(), encoder.spec().featureSize(), features));
    }
  }

  @Override
  public void close() {
    backbone.close();
  }
}

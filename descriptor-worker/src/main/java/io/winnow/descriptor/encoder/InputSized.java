package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.image.DecodedImage;
import java.util.List;

/**
 * Pictures at the size of the network input and as bytes: all that an encoder sees of them, in
 * little memory.
 */
public final class InputSized {

  private static final Preprocessing PLAIN =
      new Preprocessing(ChannelOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  private final int side;
  private final Preprocessor preprocessor;

  /**
   * @param side of the square input, pixels
   */
  public InputSized(int side) {
    this.side = side;
    this.preprocessor = new Preprocessor(new InputShape(side, side, 3), PLAIN);
  }

  /** The picture, resampled as {@link Preprocessor} does. */
  public DecodedImage of(DecodedImage picture) {
    float[] pixels = preprocessor.prepare(picture);
    byte[] rgb = new byte[pixels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(pixels[i]);
    }
    return new DecodedImage(side, side, rgb);
  }
}

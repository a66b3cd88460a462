package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import java.util.List;

/** A hand-made encoder: 1x1 grid, two channels, two components. */
final class TestEncoders {

  static final Preprocessing GRAY =
      new Preprocessing(ChannelOrder.GRAY, 1, List.of(0.0), List.of(1.0));

  private TestEncoders() {}

  static Encoder withMean(float... mean) {
    EncoderSpec spec =
        new EncoderSpec(
            "tiny",
            "00ff",
            new InputShape(2, 2, 1),
            GRAY,
            List.of(
                new EncoderSpec.Layer("low", List.of(0)),
                new EncoderSpec.Layer("middle", List.of(1))),
            Aggregation.grid(1),
            2,
            2);
    FitRecord fit =
        new FitRecord(
            3, "abcd", 1, "nd4j", 2, 1.0, 0.0, "gram", new DuplicateCosine(0.8, 0.25, 0.125, 3));
    return new Encoder(spec, fit, mean, new float[] {1, 0, 0, 1});
  }
}

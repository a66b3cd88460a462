package io.winnow.descriptor.backbone;

import java.util.List;

/**
 * How a pixel becomes a network input: {@code (scale * pixel - mean[c]) / std[c]}, pixel in 0..255,
 * c in the channel order. It belongs to the weights and is part of every encoder made from them.
 *
 * @param channels channel order of the input
 * @param scale factor on the pixel value, positive
 * @param mean subtracted per channel, after scaling
 * @param std divisor per channel, positive
 */
public record Preprocessing(
    ChannelOrder channels, double scale, List<Double> mean, List<Double> std) {

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("preprocessing scale must be positive, got " + scale);
    }
    if (mean.size() != channels.channels() || std.size() != channels.channels()) {
      throw new IllegalArgumentException(
          "preprocessing of %s needs %d means and deviations, got %d and %d"
              .formatted(channels, channels.channels(), mean.size(), std.size()));
    }
    if (mean.stream().anyMatch(m -> !Double.isFinite(m))) {
      throw new IllegalArgumentException("preprocessing mean must be finite, got " + mean);
    }
    if (std.stream().anyMatch(s -> !(s > 0) || Double.isInfinite(s))) {
      throw new IllegalArgumentException("preprocessing std must be positive, got " + std);
    }
  }
}

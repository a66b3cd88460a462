package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Ranks the channels of one map by their mean spatial variance over the sample (equation 1). */
final class ChannelRanking {

  private final String layer;
  private double[] variance;

  ChannelRanking(String layer) {
    this.layer = layer;
  }

  /** Adds every image of a batch, in order. */
  void add(FeatureMaps map) {
    if (variance == null) {
      variance = new double[map.channels()];
    }
    for (int n = 0; n < map.images(); n++) {
      addImage(map, n);
    }
  }

  private void addImage(FeatureMaps map, int n) {
    int pixels = map.height() * map.width();
    int channels = map.channels();
    int base = map.offset(n, 0, 0);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int p = 0; p < pixels; p++) {
        sum += map.values()[base + p * channels + c];
      }
      double mean = sum / pixels;
      double square = 0;
      for (int p = 0; p < pixels; p++) {
        double deviation = map.values()[base + p * channels + c] - mean;
        square += deviation * deviation;
      }
      variance[c] += square / pixels;
    }
  }

  /**
   * The k channels of largest variance, largest first, ties by index (equation 2); {@link
   * FitSettings#ALL_CHANNELS} keeps every channel.
   */
  EncoderSpec.Layer top(int k) {
    if (k > variance.length) {
      throw new EncoderException(
          "layer %s has %d channels, cannot keep %d".formatted(layer, variance.length, k));
    }
    List<Integer> channels =
        IntStream.range(0, variance.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer c) -> -variance[c])
                    .thenComparing(Comparator.naturalOrder()))
            .limit(k == FitSettings.ALL_CHANNELS ? variance.length : k)
            .toList();
    return new EncoderSpec.Layer(layer, channels);
  }
}

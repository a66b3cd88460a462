package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.image.DecodedImage;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits an encoder on a calibration sample in two passes: the channels with the largest mean spatial
 * variance (equations 1 and 2 of the UFFM paper, averaged over the sample, because a choice per
 * image would make descriptors incomparable), then the PCA of the fused vectors.
 *
 * <p>There is no randomness: the same images in the same order on the same machine and backend give
 * the same encoder to the bit. Batches have a fixed size and sums a fixed order for that reason.
 */
public final class EncoderFitter {

  private static final int BATCH = 64;

  private final Backbone backbone;
  private final Iterable<DecodedImage> sample;
  private final FitSettings settings;
  private final FitProgress progress;
  private final InputShape input;
  private final List<String> layers;

  private EncoderFitter(
      Backbone backbone,
      Iterable<DecodedImage> sample,
      FitSettings settings,
      FitProgress progress) {
    this.backbone = backbone;
    this.sample = sample;
    this.settings = settings;
    this.progress = progress;
    this.layers = settings.layers().stream().map(layer -> mapName(backbone.spec(), layer)).toList();
    this.input =
        new InputShape(
            settings.inputSize(),
            settings.inputSize(),
            backbone.spec().preprocessing().channels().channels());
  }

  /**
   * Fits an encoder.
   *
   * @param backbone the network; its specification says which maps are low and middle
   * @param sample at least {@code size + 1} images; iterated twice, and must give the same images
   *     both times
   * @param settings what to fit
   * @param progress hears after every batch
   * @throws EncoderException when a layer has fewer channels than asked for, the grid is finer than
   *     a map, or the sample's rank is below the descriptor size (naming the rank)
   */
  public static Encoder fit(
      Backbone backbone,
      Iterable<DecodedImage> sample,
      FitSettings settings,
      FitProgress progress) {
    return new EncoderFitter(backbone, sample, settings, progress).fit();
  }

  private Encoder fit() {
    List<ChannelRanking> rankings = layers.stream().map(ChannelRanking::new).toList();
    SampleDigest first = new SampleDigest();
    forEachBatch(
        FitProgress.Stage.RANKING_CHANNELS,
        first,
        maps -> {
          for (int i = 0; i < rankings.size(); i++) {
            rankings.get(i).add(maps.get(i));
          }
          if (first.count() <= BATCH) {
            new Fusion(chosen(rankings), settings.aggregation()).featureSize(maps);
          }
        });
    if (first.count() < 2) {
      throw new EncoderException("a sample needs at least 2 images, got " + first.count());
    }
    List<EncoderSpec.Layer> chosen = chosen(rankings);
    Pca pca = collect(new Fusion(chosen, settings.aggregation()), first);
    progress.at(FitProgress.Stage.DECOMPOSING, first.count());
    return encoder(chosen, first, pca.solve(settings.size()));
  }

  private List<EncoderSpec.Layer> chosen(List<ChannelRanking> rankings) {
    return rankings.stream().map(ranking -> ranking.top(settings.channelsPerLayer())).toList();
  }

  private Pca collect(Fusion fusion, SampleDigest first) {
    SampleDigest second = new SampleDigest();
    Pca[] pca = new Pca[1];
    forEachBatch(
        FitProgress.Stage.COLLECTING_FEATURES,
        second,
        maps -> {
          if (pca[0] == null) {
            pca[0] = Pca.forSample(fusion.featureSize(maps), first.count());
          }
          for (int i = 0; i < maps.get(0).images(); i++) {
            pca[0].add(fusion.fuse(maps, i));
          }
        });
    if (!second.hex().equals(first.hex())) {
      throw new EncoderException("the sample gave other images in its second pass");
    }
    return pca[0];
  }

  private Encoder encoder(
      List<EncoderSpec.Layer> chosen, SampleDigest digest, Pca.Solution solution) {
    EncoderSpec encoderSpec =
        new EncoderSpec(
            backbone.name(),
            backbone.weightDigest(),
            input,
            backbone.spec().preprocessing(),
            chosen,
            settings.aggregation(),
            solution.mean().length,
            settings.size());
    FitRecord record =
        new FitRecord(
            digest.count(),
            digest.hex(),
            settings.seed(),
            backbone.backend(),
            solution.rank(),
            solution.explainedVariance(),
            settings.whitening());
    return new Encoder(
        encoderSpec, record, solution.mean(), solution.whitened(settings.whitening()));
  }

  private void forEachBatch(
      FitProgress.Stage stage, SampleDigest digest, Consumer<List<FeatureMaps>> consumer) {
    Preprocessor preprocessor = new Preprocessor(input, backbone.spec().preprocessing());
    float[] batch = new float[BATCH * input.length()];
    int filled = 0;
    for (DecodedImage image : sample) {
      float[] pixels = preprocessor.prepare(image);
      digest.add(pixels);
      System.arraycopy(pixels, 0, batch, filled * input.length(), pixels.length);
      filled++;
      if (filled == BATCH) {
        consumer.accept(forward(batch, filled));
        progress.at(stage, digest.count());
        filled = 0;
      }
    }
    if (filled > 0) {
      consumer.accept(forward(batch, filled));
      progress.at(stage, digest.count());
    }
  }

  private List<FeatureMaps> forward(float[] batch, int n) {
    return backbone.forward(batch, n, input, layers.toArray(String[]::new));
  }

  private static String mapName(BackboneSpec spec, String layer) {
    return switch (layer) {
      case "low" -> spec.lowLayer();
      case "middle" -> spec.middleLayer();
      default -> layer;
    };
  }
}

package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.MapRequest;
import io.winnow.descriptor.image.DecodedImage;
import java.util.ArrayList;
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
  private final Preprocessor preprocessor;

  /** Known from the first batch on. */
  private int featureSize;

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
    this.preprocessor = new Preprocessor(input, backbone.spec().preprocessing());
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
    DuplicateCalibration calibration = new DuplicateCalibration(input, settings.seed());
    forEachBatch(
        FitProgress.Stage.RANKING_CHANNELS,
        first,
        layers.stream().map(MapRequest::whole).toList(),
        calibration::offer,
        maps -> {
          for (int i = 0; i < rankings.size(); i++) {
            rankings.get(i).add(maps.get(i));
          }
          if (first.count() <= BATCH) {
            featureSize = new Fusion(chosen(rankings), settings.aggregation()).featureSize(maps);
          }
        });
    if (first.count() < 2) {
      throw new EncoderException("a sample needs at least 2 images, got " + first.count());
    }
    int size = settings.sizeFor(featureSize, first.count());
    if (first.count() <= size) {
      throw new EncoderException(
          "descriptor size %d needs a sample of at least %d images, got %d"
              .formatted(size, size + 1, first.count()));
    }
    List<EncoderSpec.Layer> chosen = chosen(rankings);
    ChosenMaps maps = ChosenMaps.of(chosen, settings.aggregation());
    PcaPlan plan = PcaPlan.of(featureSize, first.count(), size);
    progress.planned(plan.text());
    Pca pca = plan.start();
    collect(maps, pca, first);
    progress.at(FitProgress.Stage.DECOMPOSING, first.count());
    Pca.Solution solution = pca.solve(settings.componentsOf(size));
    reportReduction(solution, first.count());
    progress.at(FitProgress.Stage.CALIBRATING, first.count());
    float[] components = solution.whitened(settings.whitening());
    Projection projection = new Projection(solution.mean(), components);
    DuplicateCosine duplicates =
        calibration.measure(images -> projection.project(fused(maps, images)));
    return new Encoder(
        spec(chosen, solution),
        record(first, plan, solution, duplicates),
        solution.mean(),
        components);
  }

  private void reportReduction(Pca.Solution solution, int images) {
    if (settings.size() == FitSettings.DEFAULT_SIZE && solution.size() < FitSettings.USUAL_SIZE) {
      progress.reduced(
          FitSettings.USUAL_SIZE,
          solution.size(),
          "the sample of %d images has rank %d, its vectors %d values"
              .formatted(images, solution.rank(), featureSize));
    }
  }

  private List<EncoderSpec.Layer> chosen(List<ChannelRanking> rankings) {
    return rankings.stream().map(ranking -> ranking.top(settings.channelsPerLayer())).toList();
  }

  private void collect(ChosenMaps chosen, Pca pca, SampleDigest first) {
    SampleDigest second = new SampleDigest();
    forEachBatch(
        FitProgress.Stage.COLLECTING_FEATURES,
        second,
        chosen.requests(),
        image -> {},
        maps -> {
          for (float[] fused : chosen.fusion().fuse(maps)) {
            pca.add(fused);
          }
        });
    if (!second.hex().equals(first.hex())) {
      throw new EncoderException("the sample gave other images in its second pass");
    }
  }

  private EncoderSpec spec(List<EncoderSpec.Layer> chosen, Pca.Solution solution) {
    return new EncoderSpec(
        backbone.name(),
        backbone.weightDigest(),
        input,
        backbone.spec().preprocessing(),
        chosen,
        settings.aggregation(),
        solution.mean().length,
        solution.size());
  }

  private FitRecord record(
      SampleDigest digest, PcaPlan plan, Pca.Solution solution, DuplicateCosine duplicates) {
    return new FitRecord(
        digest.count(),
        digest.hex(),
        settings.seed(),
        backbone.backend(),
        solution.rank(),
        solution.explainedVariance(),
        settings.whitening(),
        plan.algorithm(),
        duplicates);
  }

  private void forEachBatch(
      FitProgress.Stage stage,
      SampleDigest digest,
      List<MapRequest> requests,
      Consumer<DecodedImage> images,
      Consumer<List<FeatureMaps>> consumer) {
    List<float[]> batch = new ArrayList<>(BATCH);
    for (DecodedImage image : sample) {
      float[] pixels = preprocessor.prepare(image);
      digest.add(pixels);
      images.accept(image);
      batch.add(pixels);
      if (batch.size() == BATCH) {
        consumer.accept(backbone.forward(batch, input, requests));
        progress.at(stage, digest.count());
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      consumer.accept(backbone.forward(batch, input, requests));
      progress.at(stage, digest.count());
    }
  }

  private float[][] fused(ChosenMaps chosen, List<DecodedImage> images) {
    List<float[]> prepared = images.stream().map(preprocessor::prepare).toList();
    return chosen.fusion().fuse(backbone.forward(prepared, input, chosen.requests()));
  }

  private static String mapName(BackboneSpec spec, String layer) {
    return switch (layer) {
      case "low" -> spec.lowLayer();
      case "middle" -> spec.middleLayer();
      case "high" ->
          spec.highLayer()
              .orElseThrow(
                  () -> new EncoderException("backbone " + spec.name() + " names no high map"));
      default -> layer;
    };
  }
}

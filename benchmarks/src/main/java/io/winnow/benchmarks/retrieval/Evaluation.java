package io.winnow.benchmarks.retrieval;

import io.winnow.cli.console.JsonText;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.EncoderFitter;
import io.winnow.descriptor.encoder.FitSettings;
import io.winnow.descriptor.encoder.InputSized;
import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.image.DecodedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits every {@link Variant} on one network and picture set through the product's own code, and
 * scores its descriptors at several sizes. An encoder is fitted once at the largest size: the
 * components of a smaller one are its first.
 */
final class Evaluation {

  /** Of the disguises. */
  static final long SEED = 7;

  private static final int BATCH = 64;
  static final List<Integer> SIZES = List.of(512, 256, 128);

  private final PictureSet set;
  private final BackboneSpec spec;
  private final RememberedMaps maps;
  private final List<DecodedImage> calibration;
  private final DisguisedPictures disguised;
  private final List<float[]> prepared;
  private final int maxFeatures;

  /**
   * @param backbone stays the caller's to close
   * @param queries pictures whose disguises are searched for
   * @param maxFeatures variants with longer vectors than this are left out
   */
  Evaluation(PictureSet set, Backbone backbone, int queries, int maxFeatures) {
    this.set = set;
    this.spec = backbone.spec();
    this.maps = new RememberedMaps(backbone, spec.layers().stream().distinct().toList());
    this.maxFeatures = maxFeatures;
    InputSized sized = new InputSized(set.inputSize());
    calibration = set.calibration().stream().map(p -> sized.of(p.picture())).toList();
    disguised = DisguisedPictures.of(set.gallery(), queries, SEED);
    Preprocessor preprocessor = new Preprocessor(spec.defaultInput(), spec.preprocessing());
    prepared = disguised.pictures().stream().map(p -> preprocessor.prepare(sized.of(p))).toList();
  }

  /** Pictures whose disguises are searched for. */
  int queries() {
    return disguised.queries();
  }

  /** One row per size; a single row that says why where the variant cannot be fitted. */
  List<Map<String, Object>> rows(Variant variant) {
    long features = features(variant);
    if (features > maxFeatures) {
      return List.of(row(variant, "%,d features".formatted(features)));
    }
    List<Integer> sizes = SIZES.stream().filter(size -> size < calibration.size()).toList();
    String refusal = "sample too small";
    for (int size : sizes) {
      try {
        return scored(variant, fit(variant, size));
      } catch (EncoderException | IllegalArgumentException e) {
        refusal = e.getMessage();
      }
    }
    return List.of(row(variant, refusal));
  }

  private Encoder fit(Variant variant, int size) {
    return EncoderFitter.fit(
        maps, calibration, variant.settings(size, set.inputSize()), (stage, images) -> {});
  }

  private List<Map<String, Object>> scored(Variant variant, Encoder encoder) {
    float[][] descriptors = describe(encoder);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int size : SIZES) {
      if (size <= encoder.descriptorSize()) {
        float[][] vectors = cut(descriptors, size);
        Map<String, Object> row = row(variant, "");
        row.put("features", encoder.spec().featureSize());
        row.put("size", size);
        row.put("class mAP", classPrecision(disguised.withoutDisguises(vectors)));
        row.put(
            "duplicate mAP",
            AveragePrecision.mean(vectors, disguised.queries(), disguised::isAnswer));
        if (size == encoder.descriptorSize()) {
          row.put("duplicate cosine", JsonText.tree(encoder.fit().duplicateCosine()));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private double classPrecision(float[][] vectors) {
    return AveragePrecision.mean(
        vectors,
        vectors.length,
        (query, item) -> set.gallery().get(query).label() == set.gallery().get(item).label());
  }

  private float[][] describe(Encoder encoder) {
    float[][] descriptors = new float[prepared.size()][];
    // Not closed: that would close the remembered maps, which the other variants need.
    Describer describer = new Describer(encoder, maps);
    for (int first = 0; first < descriptors.length; first += BATCH) {
      int end = Math.min(descriptors.length, first + BATCH);
      float[][] batch = describer.describe(prepared.subList(first, end));
      System.arraycopy(batch, 0, descriptors, first, end - first);
    }
    return descriptors;
  }

  private static float[][] cut(float[][] vectors, int size) {
    return Arrays.stream(vectors)
        .map(
            vector -> {
              double square = 0;
              for (int i = 0; i < size; i++) {
                square += (double) vector[i] * vector[i];
              }
              float[] unit = new float[size];
              for (int i = 0; i < size; i++) {
                unit[i] = (float) (vector[i] / Math.sqrt(square));
              }
              return unit;
            })
        .toArray(float[][]::new);
  }

  private Map<String, Object> row(Variant variant, String leftOut) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pictures", set.name());
    row.put("network", spec.name());
    row.put("layers", variant.name());
    row.put("channels", variant.channelsText());
    row.put("aggregation", variant.aggregation());
    row.put("whitening", variant.whitening());
    row.put("left out", leftOut);
    row.put("features", 0);
    row.put("size", 0);
    row.put("class mAP", 0.0);
    row.put("duplicate mAP", 0.0);
    return row;
  }

  /** Length of the vectors before PCA. */
  private long features(Variant variant) {
    InputShape shape = spec.defaultInput();
    float[] pixels = new Preprocessor(shape, spec.preprocessing()).prepare(calibration.get(0));
    List<FeatureMaps> layers =
        maps.forward(List.of(pixels), shape, variant.layers().toArray(String[]::new));
    FeatureMaps deepest = layers.get(layers.size() - 1);
    long features = 0;
    for (FeatureMaps map : layers) {
      int kept =
          variant.channels() == FitSettings.ALL_CHANNELS ? map.channels() : variant.channels();
      features +=
          switch (variant.aggregation()) {
            case "flatten" -> (long) kept * deepest.height() * deepest.width();
            case "grid 4" -> 16L * kept;
            case "grid 32" -> 1024L * kept;
            case "pwa" -> (long) kept * map.channels();
            default -> map.channels();
          };
    }
    return features;
  }
}

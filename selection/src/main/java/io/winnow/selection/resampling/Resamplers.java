package io.winnow.selection.resampling;

import io.winnow.selection.digest.UnsupportedVersionException;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.List;

/** The resamplers by the names that policies use. */
public final class Resamplers {
  public static final String NONE = "none";
  public static final String RANDOM = "random";
  public static final String PAPER_FIRST_PIVOT = "paper-first-pivot";
  public static final String QUOTA_NMS = "quota-nms";
  public static final String BUDGETED_NMS = "budgeted-nms";
  public static final String ADAPTIVE_NMS = "adaptive-nms";
  public static final String K_CENTER = "k-center";
  public static final String K_MEANS = "kmeans++";
  public static final String GIST = "gist";
  public static final String FACILITY_LOCATION = "facility-location";

  /**
   * The version of every resampler. One whose selections change gets a higher version, and the code
   * of the old one stays for rounds of the past.
   */
  public static final int VERSION = 1;

  /** Every name there is. */
  public static final List<String> NAMES =
      List.of(
          NONE,
          RANDOM,
          PAPER_FIRST_PIVOT,
          QUOTA_NMS,
          BUDGETED_NMS,
          ADAPTIVE_NMS,
          K_CENTER,
          K_MEANS,
          GIST,
          FACILITY_LOCATION);

  private Resamplers() {}

  /**
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static void requireName(String name) {
    if (!NAMES.contains(name)) {
      throw unknown(name);
    }
  }

  /**
   * @throws UnsupportedVersionException if the resampler is not there in that version
   * @throws IllegalArgumentException if there is none of that name
   */
  public static void require(String name, int version) {
    requireName(name);
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "resampler "
              + name
              + " is asked for in version "
              + version
              + ", this software has version "
              + VERSION);
    }
  }

  /**
   * On the {@linkplain SimilarityEngine#shared shared engine}.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static Resampler named(String name, ResamplerSettings settings) {
    return named(name, settings, SimilarityEngine.shared());
  }

  /**
   * As {@link #named(String, ResamplerSettings)} on an engine of the caller's.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Resampler named(String name, ResamplerSettings settings, SimilarityEngine engine) {
    return switch (name) {
      case NONE -> new TopOfRanking();
      case RANDOM -> new RandomSample(settings.seed());
      case PAPER_FIRST_PIVOT -> new FirstPivot(engine);
      case QUOTA_NMS -> new QuotaNms(engine);
      case BUDGETED_NMS -> new BudgetedNms(engine);
      case ADAPTIVE_NMS -> new AdaptiveNms(settings.similarityThreshold(), engine);
      case K_CENTER -> new KCenter(engine);
      case K_MEANS -> new KMeans(settings.seed(), engine);
      case GIST -> new Gist(engine);
      case FACILITY_LOCATION -> new FacilityLocation(engine);
      default -> throw unknown(name);
    };
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "unknown resampler '" + name + "', expected one of " + String.join(", ", NAMES));
  }
}

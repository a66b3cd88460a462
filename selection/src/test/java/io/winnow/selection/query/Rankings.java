package io.winnow.selection.query;

import io.winnow.selection.constraint.ImageTraits;
import io.winnow.selection.resampling.RankingOrder;
import io.winnow.selection.resampling.ShortlistedCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random rankings with many ties, near-duplicates and few groups. */
final class Rankings {

  private static final int DIMENSION = 4;

  private Rankings() {}

  static List<QueryCandidate> random(SplittableRandom random, int size) {
    List<QueryCandidate> ranking = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ranking.add(
          candidate(
              "image-" + i,
              random.nextInt(6) / 4.0,
              vector(random),
              random.nextInt(8) == 0 ? null : "class-" + random.nextInt(3),
              random.nextBoolean() ? "A" : "B"));
    }
    ranking.sort(
        (a, b) ->
            RankingOrder.compare(
                a.shortlisted().uncertainty(),
                a.imageId(),
                b.shortlisted().uncertainty(),
                b.imageId()));
    return ranking;
  }

  static QueryCandidate candidate(
      String imageId, double uncertainty, float[] vector, String predictedClass, String site) {
    return new QueryCandidate(
        new ShortlistedCandidate(imageId, uncertainty, vector),
        new ImageTraits(predictedClass, null, Map.of("site", site)));
  }

  static List<RememberedImage> remembered(SplittableRandom random, int size) {
    List<RememberedImage> images = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      images.add(new RememberedImage("earlier-" + i, 1 + i, vector(random)));
    }
    return images;
  }

  /** Of unit length, along an axis or between two, so that equal ones are common. */
  private static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    vector[random.nextInt(DIMENSION)] = 0.8f;
    int other = random.nextInt(DIMENSION);
    vector[other] = vector[other] == 0 ? 0.6f : 1f;
    return vector;
  }
}

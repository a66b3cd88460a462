package io.winnow.selection.resampling;

/** The resamplers by the names that policies use. */
public final class Resamplers {
  public static final String NONE = "none";
  public static final String RANDOM = "random";
  public static final String BUDGETED_NMS = "budgeted-nms";

  private Resamplers() {}

  /**
   * @param seed of resamplers that draw; the others ignore it
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static Resampler named(String name, long seed) {
    return switch (name) {
      case NONE -> new TopOfRanking();
      case RANDOM -> new RandomSample(seed);
      case BUDGETED_NMS -> new BudgetedNms();
      default ->
          throw new IllegalArgumentException(
              "unknown resampler '"
                  + name
                  + "', expected one of "
                  + String.join(", ", NONE, RANDOM, BUDGETED_NMS));
    };
  }
}

package io.winnow.benchmarks;

import io.winnow.benchmarks.experiment.learner.Examples;
import io.winnow.benchmarks.experiment.learner.Learner;
import io.winnow.benchmarks.experiment.learner.LearnerSettings;
import io.winnow.benchmarks.experiment.pool.Pool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How many images each learner trains on and classifies in a second of one core. */
@Command(
    name = "learner-speed",
    description =
        "Images that each learner of the experiments trains on and classifies per second.")
final class LearnerSpeed implements Callable<Integer> {
  private static final int SIDE = 28;
  private static final int IMAGES = 6_400;
  private static final int STEPS = 200;
  private static final int STEP_IMAGES = 32;
  private static final int REPETITIONS = 5;
  private static final double NANOS = 1e9;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @Mixin private ReportOutput output;

  @Override
  public Integer call() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String kind :
        List.of(LearnerSettings.CNN, LearnerSettings.MOBILE, LearnerSettings.LINEAR)) {
      output.progress(kind);
      rows.add(row(kind));
    }
    output.publish(
        "Learners of the experiments",
        List.of(
            "Random pictures of %dx%d; the median of %d repetitions in a warm JVM, processor time of one thread."
                .formatted(SIDE, SIDE, REPETITIONS)),
        rows,
        List.of());
    return 0;
  }

  private Map<String, Object> row(String kind) {
    Random random = new Random(1);
    float[][] values = new float[IMAGES][SIDE * SIDE];
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % Pool.classes();
      for (int p = 0; p < values[i].length; p++) {
        values[i][p] = random.nextFloat();
      }
    }
    Examples examples = new Examples(1, SIDE, SIDE, values);
    int[] all = IntStream.range(0, IMAGES).toArray();
    LearnerSettings settings = new LearnerSettings(kind, STEPS, 1e-3);
    List<Double> trained = new ArrayList<>();
    List<Double> classified = new ArrayList<>();
    // The first repetition warms up.
    for (int repetition = 0; repetition <= REPETITIONS; repetition++) {
      long before = threads.getCurrentThreadCpuTime();
      Learner learner = Learner.train(settings, examples, labels, all, Pool.classes(), repetition);
      long between = threads.getCurrentThreadCpuTime();
      learner.probabilities(examples, all);
      long after = threads.getCurrentThreadCpuTime();
      if (repetition > 0) {
        trained.add(STEPS * STEP_IMAGES * NANOS / (between - before));
        classified.add(IMAGES * NANOS / (after - between));
      }
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("learner", kind);
    row.put("trained images/s", new Samples(trained).median());
    row.put("classified images/s", new Samples(classified).median());
    return row;
  }
}

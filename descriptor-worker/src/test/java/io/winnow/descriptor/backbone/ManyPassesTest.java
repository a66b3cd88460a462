package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.training.FashionSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Passes that run at the same time give what each gives alone. */
class ManyPassesTest {

  private static final BackboneSpec SPEC = Backbones.spec("compact");
  private static final InputShape SHAPE = SPEC.defaultInput();
  private static final int IMAGES = 24;
  private static final int ROUNDS = 10;

  /** More than sessions are kept, so that some are closed while others run. */
  private static final int CHOICES = 6;

  @Test
  void shouldRunAPassPerProcessorOnOneThreadEach() {
    try (Backbone many = Backbones.openForManyPasses(SPEC, Backend.ONNXRUNTIME);
        Backbone one = Backbones.open(SPEC, Backend.ONNXRUNTIME);
        Backbone nd4j = Backbones.openForManyPasses(SPEC, Backend.ND4J)) {
      assertThat(many.passes()).isEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(one.passes()).isEqualTo(1);
      assertThat(nd4j.passes()).isEqualTo(1);
    }
  }

  @Test
  void shouldGiveTheSameBitsAsOnePassOnAllProcessors() throws Exception {
    List<float[]> images = images();
    List<List<FeatureMaps>> expected = new ArrayList<>();
    try (Backbone one = Backbones.open(SPEC, Backend.ONNXRUNTIME, 2)) {
      for (int choice = 0; choice < CHOICES; choice++) {
        expected.add(one.forward(images, SHAPE, requests(choice)));
      }
    }
    try (Backbone many = Backbones.openForManyPasses(SPEC, Backend.ONNXRUNTIME)) {
      ExecutorService threads = Executors.newFixedThreadPool(Math.max(2, many.passes()));
      try {
        List<Callable<Boolean>> passes = new ArrayList<>();
        for (int pass = 0; pass < ROUNDS * CHOICES; pass++) {
          int choice = pass % CHOICES;
          int from = pass % IMAGES;
          int to = from + 1 + (pass * 7) % (IMAGES - from);
          passes.add(
              () -> {
                assertSame(
                    many.forward(images.subList(from, to), SHAPE, requests(choice)),
                    expected.get(choice),
                    from);
                return true;
              });
        }
        for (Future<Boolean> pass : threads.invokeAll(passes)) {
          assertThat(pass.get()).isTrue();
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static List<MapRequest> requests(int choice) {
    return SPEC.layers().stream()
        .map(layer -> new MapRequest(layer, List.of(choice, 0, choice + 2)))
        .toList();
  }

  private static void assertSame(List<FeatureMaps> part, List<FeatureMaps> all, int from) {
    for (int map = 0; map < part.size(); map++) {
      FeatureMaps whole = all.get(map);
      int start = whole.offset(from, 0, 0);
      float[] values = part.get(map).values();
      assertThat(values)
          .containsExactly(Arrays.copyOfRange(whole.values(), start, start + values.length));
    }
  }

  private static List<float[]> images() {
    Preprocessor preprocessor = new Preprocessor(SHAPE, SPEC.preprocessing());
    return FashionSample.images(IMAGES).stream().map(preprocessor::prepare).toList();
  }
}

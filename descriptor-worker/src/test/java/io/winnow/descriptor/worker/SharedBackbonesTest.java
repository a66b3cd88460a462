package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.MapRequest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedBackbonesTest {

  private static final InputShape SHAPE = new InputShape(1, 1, 1);

  private final SharedBackbones backbones = new SharedBackbones();

  @Test
  void shouldOpenWeightsOnceAndCloseThemAfterTheirLastUser() {
    FakeBackbone fake = new FakeBackbone("w");
    Backbone one = backbones.get("w", () -> fake);
    Backbone other =
        backbones.get(
            "w",
            () -> {
              throw new AssertionError("opened twice");
            });

    one.close();
    one.close();
    assertThat(fake.closed).hasValue(0);
    other.close();
    assertThat(fake.closed).hasValue(1);

    FakeBackbone again = new FakeBackbone("w");
    backbones.get("w", () -> again).close();
    assertThat(again.closed).hasValue(1);
  }

  @Test
  void shouldShareWhatWasOpenedUnderAnotherNameButHasTheSameWeights() {
    FakeBackbone first = new FakeBackbone("w");
    FakeBackbone second = new FakeBackbone("w");
    Backbone one = backbones.get("w", () -> first);
    Backbone other = backbones.get("expected", () -> second);

    assertThat(other.weightDigest()).isEqualTo("w");
    assertThat(second.closed).hasValue(1);
    one.close();
    other.close();
    assertThat(first.closed).hasValue(1);
  }

  @Test
  void shouldLetForwardPassesTakeTurns() throws Exception {
    assertThat(most(1)).isEqualTo(1);
  }

  @Test
  void shouldRunAsManyForwardPassesAtATimeAsTheBackboneCan() throws Exception {
    assertThat(most(2)).isLessThanOrEqualTo(2);
  }

  /** The most passes that four users had under way at once. */
  private int most(int allowed) throws Exception {
    FakeBackbone fake = new FakeBackbone("w");
    fake.allowed = allowed;
    List<Backbone> users = Stream.generate(() -> backbones.get("w", () -> fake)).limit(4).toList();
    ExecutorService threads = Executors.newFixedThreadPool(users.size());
    try {
      List<Future<?>> passes =
          users.stream().<Future<?>>map(user -> threads.submit(() -> passOften(user))).toList();
      for (Future<?> pass : passes) {
        pass.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(fake.passed).hasValue(4 * 1_000);
    assertThat(users.get(0).passes()).isEqualTo(allowed);
    return fake.most.get();
  }

  private static void passOften(Backbone backbone) {
    for (int i = 0; i < 1_000; i++) {
      assertThat(backbone.forward(List.of(new float[1]), SHAPE, "low")).isEmpty();
    }
  }

  private static final class FakeBackbone implements Backbone {

    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final String digest;
    int allowed = 1;

    FakeBackbone(String digest) {
      this.digest = digest;
    }

    @Override
    public BackboneSpec spec() {
      return Backbones.spec("compact");
    }

    @Override
    public String weightDigest() {
      return digest;
    }

    @Override
    public String backend() {
      return "fake";
    }

    @Override
    public int passes() {
      return allowed;
    }

    @Override
    public List<String> outputs() {
      return List.of();
    }

    @Override
    public List<FeatureMaps> forward(
        List<float[]> images, InputShape shape, List<MapRequest> requests) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      passed.incrementAndGet();
      inside.decrementAndGet();
      return List.of();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}

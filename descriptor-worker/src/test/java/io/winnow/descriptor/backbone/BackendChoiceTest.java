package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.winnow.descriptor.backbone.BackendChoice.Present;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class BackendChoiceTest {

  private static final IntSupplier NO_DRIVER =
      () -> {
        throw new ExceptionInInitializerError(new UnsatisfiedLinkError("no libcuda.so.1\nin path"));
      };

  @Test
  void shouldTakeNd4jWhenAGpuAnswers() {
    BackendChoice choice = BackendChoice.of(Backend.AUTO, new Present(true, () -> 2, false, true));

    assertThat(choice)
        .isEqualTo(new BackendChoice(Backend.ND4J, "auto, CUDA answers with 2 device(s)"));
  }

  @Test
  void shouldTakeOnnxRuntimeAndSayWhyWhenNoGpuAnswers() {
    BackendChoice choice = BackendChoice.of(Backend.AUTO, new Present(true, () -> 0, false, true));

    assertThat(choice.backend()).isEqualTo(Backend.ONNXRUNTIME);
    assertThat(choice.reason()).startsWith("auto, CUDA finds no device and ");
  }

  @Test
  void shouldFallBackWhenTheDriverIsMissing() {
    BackendChoice choice =
        BackendChoice.of(Backend.AUTO, new Present(true, NO_DRIVER, false, true));

    assertThat(choice.backend()).isEqualTo(Backend.ONNXRUNTIME);
    assertThat(choice.reason()).startsWith("auto, CUDA cannot be loaded (no libcuda.so.1) and ");
  }

  @Test
  void shouldNotAskForGpusInABuildWithoutCuda() {
    BackendChoice choice =
        BackendChoice.of(Backend.AUTO, new Present(false, NO_DRIVER, true, false));

    assertThat(choice)
        .isEqualTo(
            new BackendChoice(Backend.ND4J, "auto, this build has no CUDA and no ONNX Runtime"));
  }

  @Test
  void shouldFailWhenNothingCanRun() {
    assertThatExceptionOfType(BackboneException.class)
        .isThrownBy(() -> BackendChoice.of(Backend.AUTO, new Present(true, () -> 0, false, false)))
        .withMessageContaining("CUDA finds no device");
    assertThatExceptionOfType(BackboneException.class)
        .isThrownBy(() -> BackendChoice.of(Backend.ND4J, new Present(false, () -> 0, false, true)))
        .withMessage("backend nd4j is not on the classpath");
  }
}

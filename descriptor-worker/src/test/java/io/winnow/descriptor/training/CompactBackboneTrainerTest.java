package io.winnow.descriptor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactBackboneTrainerTest {

  private static final TrainingSettings TINY = new TrainingSettings(3, 32, 8, 2, 8, 1e-3);

  @TempDir Path directory;

  @Test
  void shouldLearnAndExportTheSameNetworkToBothFormatsWhenTrainedOnAFewImages() throws IOException {
    List<Double> losses = new ArrayList<>();

    Provenance provenance =
        CompactBackboneTrainer.train(
            FashionSample.file(),
            directory,
            TINY,
            "test",
            (epoch, step, steps, loss) -> losses.add(loss));

    assertThat(losses).hasSize(8).allMatch(loss -> loss > 0 && loss < 10);
    assertThat(provenance.lossPerEpoch().get(1)).isLessThan(provenance.lossPerEpoch().get(0));
    assertThat(provenance.heldOutAccuracyPerEpoch()).hasSize(2).allMatch(a -> a >= 0 && a <= 1);
    assertThat(provenance.parameters()).isEqualTo(71_792);
    assertThat(directory.resolve("provenance.json")).content().contains(provenance.dataSha256());
    BackboneSpec spec = Backbones.spec(directory.toString());
    try (Backbone nd4j = Backbones.open(spec, Backend.ND4J);
        Backbone onnx = Backbones.open(spec, Backend.ONNXRUNTIME, 1)) {
      assertThat(nd4j.weightDigest()).isEqualTo(provenance.weightDigest());
      assertThat(onnx.weightDigest()).isEqualTo(provenance.weightDigest());
      assertThat(middleMap(onnx)).containsExactly(middleMap(nd4j), Offset.offset(1e-4f));
    }
  }

  private static float[] middleMap(Backbone backbone) {
    BackboneSpec spec = backbone.spec();
    float[] pixels =
        new Preprocessor(spec.defaultInput(), spec.preprocessing())
            .prepare(FashionSample.images(1).get(0));
    FeatureMaps map =
        backbone.forward(List.of(pixels), spec.defaultInput(), spec.middleLayer()).get(0);
    assertThat(map.values()).hasSize(8 * 8 * 64);
    return map.values();
  }

  @Test
  void shouldSayHowManyImagesAreMissingWhenTheFileIsTooSmall() {
    TrainingSettings settings = new TrainingSettings(3, 1_000, 8, 1, 8, 1e-3);

    assertThatThrownBy(
            () ->
                CompactBackboneTrainer.train(
                    FashionSample.file(), directory, settings, "test", TrainingProgress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("160")
        .hasMessageContaining("1008");
  }

  @Test
  void shouldNameTheFileWhenItIsCutOffOrNoIdxFile() throws IOException {
    Path cut = directory.resolve("cut");
    Files.write(cut, new byte[] {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2});
    Path labels = directory.resolve("labels");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 9});

    assertThatThrownBy(() -> IdxImages.read(cut)).hasMessageContaining("cut: IDX images end early");
    assertThatThrownBy(() -> IdxImages.read(labels))
        .hasMessageContaining("labels")
        .hasMessageContaining("0x00000801");
  }

  @Test
  void shouldComeBackToTheImageAfterFourQuarterTurns() {
    float[] image = {1, 2, 3, 4};

    float[] once = RotationBatch.quarterTurn(image, 2);
    float[] twice = RotationBatch.quarterTurn(once, 2);

    assertThat(once).containsExactly(2, 4, 1, 3);
    assertThat(twice).containsExactly(4, 3, 2, 1);
    assertThat(RotationBatch.quarterTurn(RotationBatch.quarterTurn(twice, 2), 2))
        .containsExactly(image);
    assertThat(RotationBatch.of(List.of(image), 2).getLabels().toFloatMatrix())
        .isDeepEqualTo(identity());
  }

  private static float[][] identity() {
    float[][] identity = new float[4][4];
    for (int i = 0; i < 4; i++) {
      Arrays.fill(identity[i], i, i + 1, 1);
    }
    return identity;
  }
}

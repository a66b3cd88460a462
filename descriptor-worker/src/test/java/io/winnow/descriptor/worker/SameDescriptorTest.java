package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.TestImages;
import io.winnow.descriptor.source.AllowedHosts;
import io.winnow.descriptor.source.HttpLimits;
import io.winnow.descriptor.source.ImageSource;
import io.winnow.descriptor.source.InternalNetworks;
import io.winnow.descriptor.source.RetryPolicy;
import io.winnow.descriptor.source.S3Settings;
import io.winnow.descriptor.source.SourceSettings;
import io.winnow.schemas.ImageReceived;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The descriptor of a picture depends on the picture alone, not on the road it took. */
class SameDescriptorTest {

  private static final int PICTURES = 7;
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onnxruntime"})
  void shouldDescribeAlikeAloneInBatchesInlineAndByUri(String backend) throws Exception {
    ImageDecoder decoder = new ImageDecoder(1_000_000);
    ImageSource source = source();
    try (Describer describer = Describer.open(Encoders.load("compact"), Backend.parse(backend))) {
      List<float[]> inline = new ArrayList<>();
      List<float[]> byUri = new ArrayList<>();
      for (int i = 0; i < PICTURES; i++) {
        byte[] png = TestImages.png(i);
        Path file = Files.write(folder.resolve(i + ".png"), png);
        inline.add(describer.prepare(decoder.decode(source.fetch(inline(png)))));
        byUri.add(describer.prepare(decoder.decode(source.fetch(byUri(file)))));
      }
      float[][] alone = new float[PICTURES][];
      for (int i = 0; i < PICTURES; i++) {
        alone[i] = describer.describe(List.of(inline.get(i)))[0];
      }

      assertSame(describer.describe(inline), alone, 0);
      assertSame(describer.describe(byUri), alone, 0);
      assertSame(describer.describe(byUri.subList(2, 5)), alone, 2);
      assertThat(alone[0][0]).isNotCloseTo(alone[1][0], within(TOLERANCE));
    }
  }

  private static void assertSame(float[][] batch, float[][] alone, int first) {
    for (int i = 0; i < batch.length; i++) {
      assertThat(batch[i])
          .as("picture %d in a batch of %d", first + i, batch.length)
          .containsExactly(alone[first + i], within(TOLERANCE));
    }
  }

  private ImageSource source() {
    Duration second = Duration.ofSeconds(1);
    return new ImageSource(
        new SourceSettings(
            Optional.of(folder),
            new AllowedHosts(List.of()),
            new InternalNetworks(List.of()),
            S3Settings.NONE,
            new HttpLimits(second, second, second),
            new RetryPolicy(1, Duration.ZERO),
            100_000),
        (uri, attempt, failure) -> {});
  }

  private static ImageReceived inline(byte[] png) {
    return ImageReceived.newBuilder().setPool("p").setBytes(ByteBuffer.wrap(png)).build();
  }

  private static ImageReceived byUri(Path file) {
    return ImageReceived.newBuilder().setPool("p").setUri(file.toUri().toString()).build();
  }
}

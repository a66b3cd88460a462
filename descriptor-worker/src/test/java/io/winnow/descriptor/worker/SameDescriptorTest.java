package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.TestImages;
import io.winnow.descriptor.source.AllowedHosts;
import io.winnow.descriptor.source.FetchSettings;
import io.winnow.descriptor.source.Fetched;
import io.winnow.descriptor.source.Fetcher;
import io.winnow.descriptor.source.HttpLimits;
import io.winnow.descriptor.source.InlineImage;
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
    try (Fetcher fetcher = fetcher();
        Describer describer = Describer.open(Encoders.load("compact"), Backend.parse(backend))) {
      List<float[]> inline = new ArrayList<>();
      List<float[]> byUri = new ArrayList<>();
      for (int i = 0; i < PICTURES; i++) {
        byte[] png = TestImages.png(i);
        Path file = Files.write(folder.resolve(i + ".png"), png);
        inline.add(describer.prepare(decoder.decode(inline(png))));
        byUri.add(describer.prepare(decoder.decode(fetched(fetcher, file))));
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

  private Fetcher fetcher() {
    Duration second = Duration.ofSeconds(1);
    return new Fetcher(
        new SourceSettings(
            Optional.of(folder),
            new AllowedHosts(List.of()),
            new InternalNetworks(List.of()),
            S3Settings.NONE,
            new HttpLimits(second, second, second),
            100_000),
        new FetchSettings(1, 1, 100_000, new RetryPolicy(1, Duration.ZERO), second, second),
        (failure, again) -> {});
  }

  private static byte[] inline(byte[] png) throws ImageRejectedException {
    return InlineImage.bytes(
        ImageReceived.newBuilder().setPool("p").setBytes(ByteBuffer.wrap(png)).build(), 100_000);
  }

  private static byte[] fetched(Fetcher fetcher, Path file) {
    try (Fetched fetched = fetcher.fetch(file.toUri().toString()).join()) {
      return fetched.encoded();
    }
  }
}

package io.winnow.cli.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.image.IdxImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FashionSampleTest {
  private static FashionSample sample;

  @BeforeAll
  static void load() throws IOException {
    sample = FashionSample.load();
  }

  @Test
  void shouldHoldEquallyManyOfEachClassWhenBundled() {
    assertThat(sample.train().count()).isEqualTo(6_000);
    assertThat(sample.test().count()).isEqualTo(2_000);
    assertThat(perClass(sample.train())).containsOnly(SampleExtractor.TRAIN_PER_CLASS);
    assertThat(perClass(sample.test())).containsOnly(SampleExtractor.TEST_PER_CLASS);
    assertThat(sample.train().images().height()).isEqualTo(28);
    assertThat(sample.train().images().width()).isEqualTo(28);
  }

  @Test
  void shouldHoldNoPictureTwiceWhenPoolAndTestAreTakenTogether() {
    Set<ByteBuffer> seen = new HashSet<>();
    for (LabelledImages half : new LabelledImages[] {sample.train(), sample.test()}) {
      for (int i = 0; i < half.count(); i++) {
        assertThat(seen.add(ByteBuffer.wrap(half.images().image(i)))).isTrue();
      }
    }
  }

  @Test
  void shouldBeTheDocumentedDrawWhenBundled() throws IOException, NoSuchAlgorithmException {
    assertThat(sha256(sample.train().images()))
        .isEqualTo("8a491c0202cc5163fb6cd1642009f02ad81ff693ca75d2fa51c9e1bdf1d9d42a");
    assertThat(sha256(sample.train().labels()))
        .isEqualTo("7d1d4117690df26e9864efca4bff117d940ea7099aed5115c0f264fd0cb626f0");
    assertThat(sha256(sample.test().images()))
        .isEqualTo("c071a296d8c03505a3ad4a66bb838bab36573aea02b87ded2d823610583a0940");
    assertThat(sha256(sample.test().labels()))
        .isEqualTo("f798ded54ccb85cca7c3225fc62b9c5c3057305be1da3587c218a52ffbf7ec36");
  }

  @Test
  void shouldStaySmallWhenBundled() throws IOException {
    long bytes = 0;
    for (String name :
        new String[] {
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz"
        }) {
      bytes += FashionSample.class.getResourceAsStream(name).readAllBytes().length;
    }
    assertThat(bytes).isLessThan(4_000_000);
  }

  static int[] perClass(LabelledImages items) {
    int[] counts = new int[FashionSample.CLASSES.size()];
    for (int i = 0; i < items.count(); i++) {
      counts[items.labels().label(i)]++;
    }
    return counts;
  }

  private static String sha256(IdxImages images) throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    images.write(bytes);
    return sha256(bytes);
  }

  private static String sha256(IdxLabels labels) throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    labels.write(bytes);
    return sha256(bytes);
  }

  private static String sha256(ByteArrayOutputStream bytes) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
  }
}

package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import io.winnow.descriptor.backbone.SharedData;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JPEGs that are left to the JDK's reader come out as TwelveMonkeys' reader has them. */
class PlainJpegTest {

  private static final BufferedImage COLOUR =
      TestImages.noise(45, 31, BufferedImage.TYPE_3BYTE_BGR, 4);
  private static final int MAX_PIXELS = 1_000_000;
  private static final int BROKEN = Integer.getInteger("winnow.jpegs", 400);
  private static final byte[] JPEG = TestImages.encode(COLOUR, "jpg");

  private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);

  static Stream<byte[]> common() {
    return Stream.of(
        JPEG,
        TestImages.encode(TestImages.noise(20, 30, BufferedImage.TYPE_BYTE_GRAY, 5), "jpg"),
        Jpegs.progressive(COLOUR),
        Jpegs.withExif(JPEG, "neither II nor MM".getBytes(StandardCharsets.US_ASCII)),
        Jpegs.withSegment(JPEG, 0xfffe, "taken by hand", new byte[0]));
  }

  static Stream<byte[]> others() {
    String baseline = "\u00ff\u00c0";
    return Stream.of(
        Jpegs.cmyk(0, 255, 255, 0),
        Jpegs.withAdobe(JPEG),
        Jpegs.withProfile(JPEG, ColorSpace.CS_LINEAR_RGB),
        changed(JPEG, "JFIF", 0, 'X'),
        changed(JPEG, baseline, 1, 0xc3), // lossless
        changed(JPEG, baseline, 4, 12), // bits a sample
        changed(JPEG, "JFIF", 5, 2), // its version
        changed(JPEG, "\u00ff\u00da", 5, 9), // a component that the frame does not have
        changed(JPEG, "\u00ff\u00c4", 1, 0x26), // an unknown marker
        Arrays.copyOf(JPEG, 100),
        TestImages.png(1),
        new byte[0]);
  }

  @ParameterizedTest
  @MethodSource("common")
  void shouldDecodeCommonOnesAsTwelveMonkeysDoes(byte[] jpeg) throws IOException {
    assertThat(PlainJpeg.is(jpeg)).isTrue();
    assertThat(decoded(jpeg)).isNotEmpty().isEqualTo(decodedByTwelveMonkeys(jpeg));
  }

  @ParameterizedTest
  @MethodSource("others")
  void shouldLeaveEverythingElseToTwelveMonkeys(byte[] jpeg) {
    assertThat(PlainJpeg.is(jpeg)).isFalse();
  }

  @Test
  void shouldDecodePhotographsAsTwelveMonkeysDoes() throws IOException {
    Path folder = SharedData.require("voc2007-subset");
    List<Path> photographs;
    try (Stream<Path> files = Files.walk(folder)) {
      photographs = files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    int plain = 0;
    for (Path photograph : photographs) {
      byte[] jpeg = Files.readAllBytes(photograph);
      if (PlainJpeg.is(jpeg)) {
        plain++;
        assertThat(decoded(jpeg)).as("%s", photograph).isEqualTo(decodedByTwelveMonkeys(jpeg));
      }
    }
    assertThat(plain).isGreaterThan(20);
  }

  /**
   * Both take or refuse the same, and what they take they show alike. One difference: what is
   * complete but for its end marker is taken.
   */
  @ParameterizedTest
  @MethodSource("common")
  void shouldJudgeBrokenOnesAsTwelveMonkeysDoes(byte[] jpeg) throws IOException {
    Random random = new Random(17);
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < BROKEN; i++) {
      byte[] broken = Arrays.copyOf(jpeg, jpeg.length - (i % 4 == 0 ? random.nextInt(200) : 0));
      for (int flips = 0; flips < 2; flips++) {
        int reach = random.nextBoolean() ? broken.length : Math.min(700, broken.length);
        broken[random.nextInt(reach)] = (byte) random.nextInt();
      }
      if (PlainJpeg.is(broken)) {
        Optional<Shown> expected = decodedByTwelveMonkeys(broken);
        if (endMissing(broken)) {
          continue;
        }
        assertThat(decoded(broken)).as("broken JPEG %d", i).isEqualTo(expected);
        taken += expected.isPresent() ? 1 : 0;
        refused += expected.isEmpty() ? 1 : 0;
      }
    }
    assertThat(taken).as("taken").isGreaterThan(50);
    assertThat(refused).as("refused").isGreaterThan(10);
  }

  private static boolean endMissing(byte[] jpeg) {
    List<Oddity> oddities = new ArrayList<>();
    try {
      new ImageDecoder(MAX_PIXELS, oddities::add).decode(jpeg);
    } catch (ImageRejectedException e) {
      return false;
    }
    return oddities.contains(Oddity.END_MISSING);
  }

  private Optional<Shown> decoded(byte[] jpeg) {
    try {
      return Optional.of(Shown.of(decoder.decode(jpeg)));
    } catch (ImageRejectedException e) {
      return Optional.empty();
    }
  }

  private static Optional<Shown> decodedByTwelveMonkeys(byte[] jpeg) throws IOException {
    ImageReader reader =
        IIORegistry.getDefaultInstance()
            .getServiceProviderByClass(JPEGImageReaderSpi.class)
            .createReaderInstance(null);
    try (EncodedStream input = new EncodedStream(jpeg)) {
      Truncation truncation = Truncation.seen();
      reader.addIIOReadWarningListener(truncation);
      reader.setInput(input, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
        return Optional.empty();
      }
      BufferedImage image = reader.read(0);
      return truncation.found() ? Optional.empty() : Optional.of(Shown.of(decodedImage(image)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private static DecodedImage decodedImage(BufferedImage image) {
    return new DecodedImage(image.getWidth(), image.getHeight(), PixelUnpacker.toRgb(image));
  }

  /** A picture, to be compared by what it shows. */
  private record Shown(int width, int height, ByteBuffer rgb) {

    static Shown of(DecodedImage image) {
      return new Shown(image.width(), image.height(), ByteBuffer.wrap(image.rgb()));
    }
  }

  /** A copy whose byte is another, so many behind the first place where the text stands. */
  private static byte[] changed(byte[] jpeg, String text, int behind, int value) {
    String bytes = new String(jpeg, StandardCharsets.ISO_8859_1);
    byte[] changed = jpeg.clone();
    changed[bytes.indexOf(text) + behind] = (byte) value;
    return changed;
  }
}

package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule for the profile of every format that can carry one. */
class ColourProfilesTest {

  private static final int SIDE = 16;
  private static final int GREY_LEVEL = 55;

  private final List<Oddity> oddities = new ArrayList<>();
  private final ImageDecoder decoder = new ImageDecoder(10_000, oddities::add);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff", "bmp", "webp"})
  void shouldApplyTheProfileWhateverTheFormat(String format) throws Exception {
    DecodedImage image = decoder.decode(picture(format, profile(ColorSpace.CS_LINEAR_RGB)));

    // Of 255 levels of light, 55 are as bright as level 127 of sRGB.
    assertThat(image.rgb()[0] & 0xff).isBetween(125, 129);
    assertThat(oddities).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff", "bmp", "webp"})
  void shouldLeaveColoursWhenTheProfileIsSrgb(String format) throws Exception {
    DecodedImage image = decoder.decode(picture(format, profile(ColorSpace.CS_sRGB)));

    assertThat(image.rgb()[0] & 0xff).isBetween(GREY_LEVEL - 1, GREY_LEVEL + 1);
    assertThat(oddities).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff", "bmp", "webp"})
  void shouldIgnoreAndCountAProfileOfOtherColours(String format) throws Exception {
    DecodedImage image = decoder.decode(picture(format, profile(ColorSpace.CS_GRAY)));

    assertThat(image.rgb()[0] & 0xff).isBetween(GREY_LEVEL - 1, GREY_LEVEL + 1);
    assertThat(oddities).containsExactly(Oddity.PROFILE_IGNORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff", "bmp", "webp"})
  void shouldIgnoreAndCountAProfileThatIsCut(String format) throws Exception {
    byte[] profile = profile(ColorSpace.CS_LINEAR_RGB);

    DecodedImage image = decoder.decode(picture(format, Arrays.copyOf(profile, 200)));

    assertThat(image.rgb()[0] & 0xff).isBetween(GREY_LEVEL - 1, GREY_LEVEL + 1);
    assertThat(oddities).containsExactly(Oddity.PROFILE_IGNORED);
  }

  /** Damage that shows neither in its length nor in its header. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff", "bmp", "webp"})
  void shouldDecodeWhateverTheProfileHolds(String format) throws Exception {
    byte[] profile = profile(ColorSpace.CS_LINEAR_RGB);
    Arrays.fill(profile, 128, profile.length, (byte) 0xff);

    DecodedImage image = decoder.decode(picture(format, profile));

    assertThat(image.rgb()[0] & 0xff).isBetween(GREY_LEVEL - 1, GREY_LEVEL + 1);
    assertThat(oddities).containsExactly(Oddity.PROFILE_IGNORED);
  }

  private static byte[] profile(int space) {
    return ICC_Profile.getInstance(space).getData();
  }

  private static byte[] picture(String format, byte[] profile) {
    BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < SIDE * SIDE; i++) {
      grey.setRGB(i % SIDE, i / SIDE, 0x010101 * GREY_LEVEL);
    }
    return switch (format) {
      case "png" -> png(TestImages.encode(grey, "png"), profile);
      case "jpg" -> jpeg(TestImages.encode(grey, "jpg"), profile);
      case "bmp" -> bmp(TestImages.encode(grey, "bmp"), profile);
      case "webp" -> webp(profile);
      default -> tiff(profile);
    };
  }

  private static byte[] png(byte[] png, byte[] profile) {
    Deflater deflater = new Deflater();
    deflater.setInput(profile);
    deflater.finish();
    byte[] deflated = new byte[2 * profile.length + 100];
    int length = deflater.deflate(deflated);
    deflater.end();
    ByteBuffer content = ByteBuffer.allocate(3 + length);
    content.put(new byte[] {'x', 0, 0}).put(deflated, 0, length);
    return TestImages.withChunk(png, "iCCP", content.array());
  }

  /** In two parts, as large ones come. */
  private static byte[] jpeg(byte[] jpeg, byte[] profile) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    int half = profile.length / 2;
    for (int part = 1; part <= 2; part++) {
      byte[] content =
          Arrays.copyOfRange(profile, part == 1 ? 0 : half, part == 1 ? half : profile.length);
      ByteBuffer head = ByteBuffer.allocate(18);
      head.putShort((short) 0xffe2).putShort((short) (2 + 14 + content.length));
      head.put("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII)).put((byte) part).put((byte) 2);
      out.writeBytes(head.array());
      out.writeBytes(content);
    }
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static byte[] tiff(byte[] profile) {
    byte[] strip = new byte[3 * SIDE * SIDE];
    Arrays.fill(strip, (byte) GREY_LEVEL);
    return new Tiffs().page(SIDE, SIDE, 3, 8, strip).bytes(34_675, profile).write();
  }

  /** Of version 5: the header grows by 84 bytes, the profile stands at the end. */
  private static byte[] bmp(byte[] bmp, byte[] profile) {
    int more = 124 - 40;
    ByteBuffer out = ByteBuffer.allocate(bmp.length + more + profile.length);
    out.order(ByteOrder.LITTLE_ENDIAN).put(bmp, 0, 54).position(54 + more);
    out.put(bmp, 54, bmp.length - 54).put(profile);
    out.putInt(2, out.capacity()).putInt(10, 54 + more).putInt(14, 124);
    out.putInt(14 + 56, 0x4d424544).putInt(14 + 112, bmp.length + more - 14);
    return out.putInt(14 + 116, profile.length).array();
  }

  /** One colour takes no bits: a simple code of one symbol for each of the five alphabets. */
  private static byte[] webp(byte[] profile) {
    byte[] frame = Webps.losslessOfOneColour(SIDE, SIDE, GREY_LEVEL);
    return Webps.extended(SIDE, SIDE, "ICCP", profile, frame);
  }
}

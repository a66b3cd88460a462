package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedFormatTest {

  @ParameterizedTest
  @CsvSource({"jpeg, JPEG", "png, PNG", "gif, GIF", "bmp, BMP", "tiff, TIFF"})
  void shouldTellWhatEachWriterWrites(String writer, EncodedFormat expected) {
    byte[] encoded =
        TestImages.encode(TestImages.noise(5, 4, BufferedImage.TYPE_3BYTE_BGR, 1), writer);

    assertThat(EncodedFormat.of(encoded)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"RIFF....WEBPVP8 , WEBP", "RIFF....WAVEfmt , OTHER", "G, OTHER", "'', NONE"})
  void shouldTellOthersFromTheirFirstBytes(String content, EncodedFormat expected) {
    assertThat(EncodedFormat.of(content.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(expected);
  }

  @Test
  void shouldKnowBothByteOrdersOfTiff() {
    assertThat(EncodedFormat.of(new byte[] {'M', 'M', 0, '*', 0})).isEqualTo(EncodedFormat.TIFF);
    assertThat(EncodedFormat.of(new byte[] {'I', 'I', '*', 0, 0})).isEqualTo(EncodedFormat.TIFF);
  }
}

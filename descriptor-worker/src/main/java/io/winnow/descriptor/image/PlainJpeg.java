package io.winnow.descriptor.image;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells JPEGs of the most common kind: JFIF (ITU-T T.871), hence grey or YCbCr of 8 bits, baseline
 * or progressive, without a colour profile. TwelveMonkeys' reader leaves the whole of these to the
 * JDK's, but first makes room for Huffman tables that only lossless JPEG needs, which takes longer
 * than the pixels of a small picture.
 */
final class PlainJpeg {

  private static final int MARKER_BYTES = 2;
  private static final byte[] JFIF_1 = {'J', 'F', 'I', 'F', 0, 1};

  private PlainJpeg() {}

  /** Whether these are the bytes of one; false, too, if they are broken before the pixels. */
  static boolean is(byte[] encoded) {
    if (EncodedFormat.of(encoded) != EncodedFormat.JPEG) {
      return false;
    }
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(encoded)) {
      List<JPEGSegment> segments =
          JPEGSegmentUtil.readSegments(input, JPEGSegmentUtil.ALL_SEGMENTS);
      return isWithoutGaps(segments, input.getStreamPosition()) && isPlain(segments);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Between segments there may be what readers do not agree on, and it is not among them. */
  private static boolean isWithoutGaps(List<JPEGSegment> segments, long end) {
    long position = MARKER_BYTES;
    for (JPEGSegment segment : segments) {
      position += MARKER_BYTES + segment.segmentLength();
    }
    return position == end;
  }

  private static boolean isPlain(List<JPEGSegment> segments) throws IOException {
    boolean jfif = false;
    byte[] frame = null;
    for (JPEGSegment segment : segments) {
      byte[] data = segment.segmentData().readAllBytes();
      switch (segment.marker()) {
        case JPEG.APP0 -> {
          if (!isJfif(data)) {
            return false;
          }
          jfif = true;
        }
        case JPEG.SOF0, JPEG.SOF1, JPEG.SOF2 -> {
          if (frame != null || !isGreyOrColour(data)) {
            return false;
          }
          frame = data;
        }
        case JPEG.SOS -> {
          return jfif && frame != null && isScanOf(frame, data);
        }
        case JPEG.APP1, JPEG.COM, JPEG.DQT, JPEG.DHT, JPEG.DRI -> {}
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  /** libjpeg warns of other versions, and after one warning keeps what is missing to itself. */
  private static boolean isJfif(byte[] application) {
    return Arrays.mismatch(application, JFIF_1) == JFIF_1.length;
  }

  /** Bits, height, width, number of components; then a name and more of each. */
  private static boolean isGreyOrColour(byte[] frame) {
    return frame[0] == 8 && (frame[5] == 1 || frame[5] == 3);
  }

  /** Whether the first scan has all of the frame's components, in order. */
  private static boolean isScanOf(byte[] frame, byte[] scan) {
    return scan[0] == frame[5]
        && IntStream.range(0, frame[5]).allMatch(i -> scan[1 + 2 * i] == frame[6 + 3 * i]);
  }
}

package io.winnow.descriptor.image;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.IIOException;

/**
 * The segments of a JPEG before its pixels (ITU-T T.81, annex B): the frame's sizes, the profile,
 * the EXIF.
 */
final class JpegSegments {

  private static final int SOF0 = 0xc0;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final byte[] ICC = {'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0};
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
  private static final int FRAME_BYTES = 6;
  private static final byte[] INCOMPLETE = {};

  private final byte[] jpeg;
  private final List<Range> beside = new ArrayList<>();
  private final Map<Integer, byte[]> profileParts = new TreeMap<>();
  private int profilePartCount;
  private boolean profileSeen;
  private boolean profileBroken;
  private Optional<byte[]> exif = Optional.empty();
  private int frameMarker;
  private byte[] frame = INCOMPLETE;

  /** A segment that pixels do not depend on. */
  private record Range(int from, int to, boolean profile) {}

  private JpegSegments(byte[] jpeg) {
    this.jpeg = jpeg;
  }

  /**
   * Reads the segments.
   *
   * @throws IIOException if there is no frame header before the pixels
   */
  static JpegSegments of(byte[] jpeg) throws IIOException {
    JpegSegments segments = new JpegSegments(jpeg);
    segments.read();
    if (segments.frame.length < FRAME_BYTES) {
      throw new IIOException("the JPEG has no frame header");
    }
    if (segments.width() == 0 || segments.height() == 0) {
      throw new IIOException("the JPEG is %dx%d".formatted(segments.width(), segments.height()));
    }
    return segments;
  }

  private void read() {
    int at = 2;
    while (at + 4 <= jpeg.length && unsigned(at) == 0xff) {
      int marker = unsigned(at + 1);
      if (marker == 0xff) {
        at++; // fill byte
        continue;
      }
      int end = at + 2 + (unsigned(at + 2) << 8 | unsigned(at + 3));
      if (marker == SOS || end > jpeg.length || end < at + 4) {
        break;
      }
      look(marker, at + 4, end);
      if (marker == COM || marker > APP0 && marker <= APP15 && marker != APP14) {
        boolean profile = marker == APP2 && startsWith(ICC, at + 4, end);
        beside.add(new Range(at, end, profile));
      }
      at = end;
    }
  }

  private void look(int marker, int content, int end) {
    if (marker == APP2 && startsWith(ICC, content, end)) {
      lookAtProfile(content + ICC.length, end);
    } else if (marker == APP1 && exif.isEmpty() && startsWith(EXIF, content, end)) {
      exif = Optional.of(Arrays.copyOfRange(jpeg, content, end));
    } else if (marker >= SOF0
        && marker <= SOF15
        && marker != DHT
        && marker != JPG
        && marker != DAC) {
      if (frame.length == 0) {
        frameMarker = marker;
        frame = Arrays.copyOfRange(jpeg, content, end);
      }
    }
  }

  /** The number of the part, from 1; how many there are; the part. */
  private void lookAtProfile(int content, int end) {
    profileSeen = true;
    if (end - content < 2) {
      profileBroken = true;
      return;
    }
    int number = unsigned(content);
    int count = unsigned(content + 1);
    profileBroken |= profilePartCount != 0 && profilePartCount != count;
    profilePartCount = count;
    profileBroken |= profileParts.put(number, Arrays.copyOfRange(jpeg, content + 2, end)) != null;
  }

  private boolean startsWith(byte[] prefix, int from, int end) {
    return end - from >= prefix.length
        && Arrays.equals(jpeg, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private int unsigned(int at) {
    return jpeg[at] & 0xff;
  }

  private int frameShort(int at) {
    return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
  }

  int bits() {
    return frame[0] & 0xff;
  }

  int height() {
    return frameShort(1);
  }

  int width() {
    return frameShort(3);
  }

  int components() {
    return frame[5] & 0xff;
  }

  boolean isProgressive() {
    return frameMarker % 4 == 2;
  }

  boolean isLossless() {
    return frameMarker % 4 == 3;
  }

  /** The profile; no bytes if one of its parts is missing. */
  Optional<byte[]> profile() {
    if (!profileSeen) {
      return Optional.empty();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int expected = 1;
    for (Map.Entry<Integer, byte[]> part : profileParts.entrySet()) {
      profileBroken |= part.getKey() != expected++;
      whole.writeBytes(part.getValue());
    }
    return Optional.of(
        profileBroken || profileParts.size() != profilePartCount
            ? INCOMPLETE
            : whole.toByteArray());
  }

  /** The EXIF segment, with its name. */
  Optional<byte[]> exif() {
    return exif;
  }

  /** The JPEG without comments and without what applications added, but for JFIF and Adobe. */
  byte[] essential() {
    return without(beside);
  }

  /** The same with its colour profile. */
  byte[] withProfile() {
    return without(beside.stream().filter(range -> !range.profile()).toList());
  }

  private byte[] without(List<Range> ranges) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
    int at = 0;
    for (Range range : ranges) {
      kept.write(jpeg, at, range.from() - at);
      at = range.to();
    }
    kept.write(jpeg, at, jpeg.length - at);
    return kept.toByteArray();
  }
}

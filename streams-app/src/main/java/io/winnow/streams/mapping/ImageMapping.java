package io.winnow.streams.mapping;

import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.ImageReference;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.limit.SizeLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.regex.Pattern;

/** Scores, descriptors and pictures between Avro and the selection's own types. */
public final class ImageMapping {

  /** A unit vector of float32 components is this near to 1 in length. */
  private static final double NORM_TOLERANCE = 1e-3;

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private ImageMapping() {}

  /**
   * @param timestamp of the record, milliseconds since the epoch: the event time where the record
   *     names none
   * @throws IllegalArgumentException if the score is not valid, in one line that says why
   */
  public static Score score(ModelScored scored, long timestamp) {
    Instant scoredAt = scored.getScoredAt();
    return new Score(
        text("model", scored.getModel()),
        text("modelVersion", scored.getModelVersion()),
        scored.getMember() == null ? null : text("member", scored.getMember()),
        scoredAt == null ? timestamp : scoredAt.toEpochMilli(),
        PredictionMapping.fromAvro(scored.getPrediction()));
  }

  /**
   * @param timestamp of the record, milliseconds since the epoch
   * @throws IllegalArgumentException if the descriptor is not valid, in one line that says why
   */
  public static Descriptor descriptor(ImageDescribed described, long timestamp) {
    if (!SHA_256.matcher(described.getEncoderId()).matches()) {
      throw new IllegalArgumentException(
          "encoderId '" + described.getEncoderId() + "' is not 64 lower-case hex digits");
    }
    return new Descriptor(
        described.getEncoderId(),
        unitVector(described.getVector()),
        image(described.getImage()),
        described.getAttributes(),
        timestamp);
  }

  static ImageReference image(ImageRef image) {
    return new ImageReference(
        image.getUri(), image.getSha256(), image.getWidth(), image.getHeight());
  }

  public static ImageRef image(ImageReference image) {
    return new ImageRef(image.uri(), image.sha256(), image.width(), image.height());
  }

  static ByteBuffer bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes;
  }

  static float[] vector(ByteBuffer bytes) {
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  private static float[] unitVector(ByteBuffer bytes) {
    if (bytes.remaining() == 0 || bytes.remaining() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "vector of " + bytes.remaining() + " bytes is not a list of float32");
    }
    float[] vector = vector(bytes);
    double sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    double norm = Math.sqrt(sum);
    // written so that NaN fails
    if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
      throw new IllegalArgumentException("vector has L2 norm " + norm + ", expected 1");
    }
    return vector;
  }

  /** Model names end up in digests, whose lines must not be broken by them. */
  private static String text(String field, String value) {
    boolean valid = !value.isBlank();
    for (int i = 0; valid && i < value.length(); i++) {
      valid = !Character.isISOControl(value.charAt(i));
    }
    if (!valid) {
      throw new IllegalArgumentException(field + " is blank or contains control characters");
    }
    return SizeLimits.checkName(field, value);
  }
}

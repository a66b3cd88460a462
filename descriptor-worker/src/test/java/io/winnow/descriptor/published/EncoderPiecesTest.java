package io.winnow.descriptor.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.EncoderPublished;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncoderPiecesTest {

  private static final Encoder ENCODER = Encoders.builtIn("compact");
  private static final String ID = ENCODER.encoderId();
  private static final List<EncoderPublished> PIECES = EncoderPieces.of(ENCODER, 100_000);

  private final PieceCollector collector = new PieceCollector(ID);

  @Test
  void shouldPutTheEncoderTogetherWhateverTheOrderOfItsPieces() {
    List<EncoderPublished> shuffled = new ArrayList<>(PIECES);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(shuffled).hasSizeGreaterThan(3);
    for (EncoderPublished piece : shuffled) {
      assertThat(collector.encoder()).isEmpty();
      take(piece);
    }

    assertThat(collector.encoder()).get().extracting(Encoder::encoderId).isEqualTo(ID);
    assertThat(collector.encoder().orElseThrow().components()).isEqualTo(ENCODER.components());
  }

  @Test
  void shouldKeepEveryPieceWithinTheRecordLimit() {
    assertThat(PIECES)
        .allSatisfy(piece -> assertThat(piece.getBytes().remaining()).isLessThan(100_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncoderPieces.of(ENCODER, 1024))
        .withMessage("pieces of an encoder need values above 1024 bytes, the topic takes 1024");
  }

  @Test
  void shouldWaitForAPieceThatWasDeletedAgain() {
    PIECES.forEach(this::take);

    collector.take(EncoderPieces.key(ID, 1), null);

    assertThat(collector.complete()).isFalse();
  }

  @Test
  void shouldIgnoreWhatIsLeftOfAnEarlierPublicationInMorePieces() {
    EncoderPieces.of(ENCODER, 50_000).forEach(this::take);
    assertThat(collector.complete()).isTrue();

    PIECES.forEach(this::take);

    assertThat(collector.encoder()).isPresent();
  }

  @Test
  void shouldRefusePiecesThatDoNotFitTogether() {
    PIECES.forEach(this::take);
    EncoderPublished second = PIECES.get(1);
    ByteBuffer damaged = ByteBuffer.allocate(second.getBytes().remaining());
    take(new EncoderPublished(ID, 1, second.getChunks(), second.getSha256(), damaged));

    assertThatExceptionOfType(EncoderException.class)
        .isThrownBy(collector::encoder)
        .withMessage(
            "published encoder %s: its %d pieces are not those of one file", ID, PIECES.size());
  }

  @Test
  void shouldRefuseAnEncoderUnderAnotherName() {
    String other = "0".repeat(64);
    PieceCollector impostor = new PieceCollector(other);
    PIECES.forEach(piece -> impostor.take(EncoderPieces.key(other, piece.getChunk()), piece));

    assertThatExceptionOfType(EncoderException.class)
        .isThrownBy(impostor::encoder)
        .withMessage("published encoder %s is %s", other, ID);
  }

  @Test
  void shouldTakeOnlyKeysOfItsEncoder() {
    assertThat(collector.wants(EncoderPieces.key(ID, 12))).isTrue();
    assertThat(collector.wants("0".repeat(64) + "/0")).isFalse();
    assertThat(collector.wants("")).isFalse();
  }

  private void take(EncoderPublished piece) {
    collector.take(EncoderPieces.key(ID, piece.getChunk()), piece);
  }
}

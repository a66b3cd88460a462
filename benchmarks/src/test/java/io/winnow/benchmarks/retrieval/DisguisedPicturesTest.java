package io.winnow.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.Disguise;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DisguisedPicturesTest {

  @Test
  void shouldAnswerAQueryByItsOwnDisguisesOnly() {
    List<LabelledPicture> gallery =
        IntStream.range(0, 5)
            .mapToObj(i -> new LabelledPicture(new DecodedImage(4, 4, new byte[48]), 0))
            .toList();
    DisguisedPictures disguised = DisguisedPictures.of(gallery, 2, 1);
    int kinds = Disguise.values().length;

    assertThat(disguised.pictures()).hasSize(5 + 2 * kinds);
    for (int query = 0; query < 2; query++) {
      int asked = query;
      assertThat(
              IntStream.range(0, disguised.pictures().size())
                  .filter(item -> disguised.isAnswer(asked, item)))
          .containsExactly(
              IntStream.range(2 + query * kinds, 2 + (query + 1) * kinds)
                  .boxed()
                  .toArray(Integer[]::new));
    }
  }
}

package io.winnow.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.demo.report.Query;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRecordsTest {
  @Test
  void shouldAcceptWhenEveryRoundSelectedItsBudget() {
    RoundRecords records =
        records(query("a", 1, 1), query("b", 1, 2), query("c", 2, 1), query("d", 2, 2));

    assertThatCode(() -> records.verify(2, 2)).doesNotThrowAnyException();
  }

  @Test
  void shouldOrderByRankWhenRecordsCameFromSeveralPartitions() {
    RoundRecords records = records(query("b", 1, 2), query("c", 2, 1), query("a", 1, 1));

    assertThat(records.queries(1)).extracting(Query::imageId).containsExactly("a", "b");
  }

  @Test
  void shouldNameTheImageWhenItWasSelectedTwice() {
    RoundRecords records =
        records(query("a", 1, 1), query("b", 1, 2), query("c", 2, 1), query("a", 2, 2));

    assertThatThrownBy(() -> records.verify(2, 2))
        .isInstanceOf(CommandException.class)
        .hasMessage("image a was selected twice: in round 1 and in round 2");
  }

  @Test
  void shouldNameTheRoundWhenItSelectedTooFew() {
    RoundRecords records = records(query("a", 1, 1), query("b", 1, 2), query("c", 2, 1));

    assertThatThrownBy(() -> records.verify(2, 2))
        .isInstanceOf(CommandException.class)
        .hasMessage("round 2 selected 1 images, its budget is 2");
  }

  @Test
  void shouldRefuseWhenThereIsARoundTooMany() {
    RoundRecords records = records(query("a", 1, 1), query("b", 2, 1));

    assertThatThrownBy(() -> records.verify(1, 1))
        .isInstanceOf(CommandException.class)
        .hasMessage("2 images were selected, 1 rounds of 1 should be 1");
  }

  private static RoundRecords records(Query... queries) {
    return new RoundRecords(List.of(queries), List.of());
  }

  private static Query query(String imageId, long round, int rank) {
    AnnotationRequested request =
        AnnotationRequested.newBuilder()
            .setPool("fashion")
            .setRound(round)
            .setRank(rank)
            .setBudget(2)
            .setUncertainty(1)
            .setMeasure("entropy")
            .setReason("first of the shortlist")
            .setImage(new ImageRef(null, "e".repeat(64), 28, 28))
            .setModel("mlp")
            .setModelVersion("0")
            .setPrediction(new Classification(List.of(), List.of(1.0)))
            .setEncoderId("f".repeat(64))
            .build();
    return new Query(imageId, request, "Bag");
  }
}

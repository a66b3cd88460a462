package io.winnow.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.Orientation;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PrecomputedUncertainty;
import io.winnow.schemas.SampleRecords;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroJsonTest {
  static List<Class<? extends SpecificRecord>> types() {
    return SampleRecords.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  <T extends SpecificRecord> void shouldReadBackWhatWasPrintedWhenItIsAnyRecord(Class<T> type) {
    for (long seed = 0; seed < 50; seed++) {
      T record = SampleRecords.of(type, seed);
      String text = AvroJson.toJson(record).toString();
      assertThat(AvroJson.fromJson(type, AvroJson.parse(text))).as(text).isEqualTo(record);
    }
  }

  @Test
  void shouldPrintPlainValuesWhenTheSchemaHasUnions() {
    ImageReceived image =
        new ImageReceived(
            "p",
            null,
            ByteBuffer.wrap(new byte[] {1, 2, 3}),
            "image/png",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            Map.of("b", "2", "a", "1"));
    assertThat(AvroJson.toJson(image))
        .hasToString(
            "{'pool':'p','uri':null,'bytes':'AQID','contentType':'image/png',".replace('\'', '"')
                + "'capturedAt':'2026-01-02T03:04:05.678Z','attributes':{'a':'1','b':'2'}}"
                    .replace('\'', '"'));
    assertThat(image.getBytes().remaining()).isEqualTo(3);
  }

  @Test
  void shouldTakeDefaultsWhenFieldsAreMissing() {
    PoolPolicy policy = read(PoolPolicy.class, "{'budget':5,'encoderId':'e','descriptorSize':4}");
    assertThat(policy)
        .isEqualTo(
            PoolPolicy.newBuilder().setBudget(5).setEncoderId("e").setDescriptorSize(4).build());
    assertThat(policy.getSr()).isEqualTo(1.2);
    assertThat(policy.getResampler()).isEqualTo("budgeted-nms");
    assertThat(policy.getTriggerCount()).isNull();
  }

  @Test
  void shouldChooseThePredictionByItsFields() {
    assertThat(prediction("{'classes':['a','b'],'probabilities':[0.25,0.75]}"))
        .isEqualTo(new Classification(List.of("a", "b"), List.of(0.25, 0.75)));
    assertThat(
            prediction(
                "{'boxes':[{'x':0,'y':0.1,'width':0.2,'height':0.3,'probabilities':[1]}],'classes':['cat']}"))
        .isEqualTo(
            new Detections(
                List.of("cat"),
                List.of(new DetectedBox(0.0, 0.1, 0.2, 0.3, List.of(1.0), null, null))));
    assertThat(prediction("{'value':3,'orientation':'LOWER_IS_MORE_UNCERTAIN'}"))
        .isEqualTo(new PrecomputedUncertainty("", 3.0, Orientation.LOWER_IS_MORE_UNCERTAIN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'2026-01-02T03:04:05Z'", "'2026-01-02T05:04:05+02:00'", "1767323045000"})
  void shouldReadTheInstantWhenItIsTextOrMillis(String instant) {
    ImageLabelled label = read(ImageLabelled.class, "{'pool':'p','labelledAt':" + instant + "}");
    assertThat(label.getLabelledAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                          | missing field budget of PoolPolicy
          {'budget':1,'encoderId':'e','pool':'p'}     | unknown field pool of PoolPolicy
          {'budget':'1','encoderId':'e'}              | budget must be a 32-bit integer, was: "1"
          {'budget':1.5,'encoderId':'e'}              | budget must be a 32-bit integer, was: 1.5
          {'budget':3000000000,'encoderId':'e'}       | budget must be a 32-bit integer, was: 3000000000
          {'budget':null,'encoderId':'e'}             | budget must be a 32-bit integer, was: null
          {'budget':1,'encoderId':7}                  | encoderId must be a string, was: 7
          {'budget':1,'encoderId':'e','sr':1e999}     | sr must be a finite number
          {'budget':1,'encoderId':'e','seed':1e30}    | seed must be a 64-bit integer
          """)
  void shouldNameTheFieldWhenAPolicyIsWrong(String json, String message) {
    assertThatThrownBy(() -> read(PoolPolicy.class, json))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'probabilities':[0.5,0.5]}                 | missing field prediction.classes of Classification
          {'classes':[],'probabilities':[0.5,'x']}    | prediction.probabilities[1] must be a finite number, was: "x"
          {'classes':[],'probabilities':0.5}          | prediction.probabilities must be an array, was: 0.5
          {'classes':[],'probabilities':[1],'probs':1} | unknown field prediction.probs of Classification
          {'value':1}                                 | missing field prediction.orientation of PrecomputedUncertainty
          {'name':'house'}                            | prediction must have the fields of exactly one of Classification
          {'probabilities':[1],'boxes':[]}            | prediction must have the fields of exactly one of
          [1]                                         | prediction must have the fields of exactly one of
          null                                        | prediction must have the fields of exactly one of
          {'value':1,'orientation':'UP'}              | prediction.orientation must be one of [HIGHER_IS_MORE_UNCERTAIN
          {'classes':[],'boxes':[1]}                  | prediction.boxes[0] must be an object, was: 1
          """)
  void shouldNameTheFieldWhenAPredictionIsWrong(String json, String message) {
    assertThatThrownBy(() -> prediction(json))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'yesterday'", "1.5", "true"})
  void shouldNameTheFieldWhenATimeIsWrong(String instant) {
    assertThatThrownBy(() -> read(ImageLabelled.class, "{'pool':'p','labelledAt':" + instant + "}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageStartingWith("labelledAt must be an ISO-8601 instant or milliseconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{'pool':'p'", "{'a':1,'a':2}", "{} {}", "{pool:1}"})
  void shouldRefuseInOneLineWhenTheTextIsNoJsonObject(String text) {
    assertThatThrownBy(() -> AvroJson.parse(text.replace('\'', '"')))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageStartingWith("not ")
        .hasMessageNotContaining("\n");
  }

  private static Object prediction(String json) {
    return read(
            ModelScored.class,
            "{'pool':'p','model':'m','modelVersion':'1','prediction':" + json + "}")
        .getPrediction();
  }

  private static <T extends SpecificRecord> T read(Class<T> type, String json) {
    return AvroJson.fromJson(type, AvroJson.parse(json.replace('\'', '"')));
  }
}

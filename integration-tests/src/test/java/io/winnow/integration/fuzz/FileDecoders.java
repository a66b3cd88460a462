package io.winnow.integration.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.PoolAudit;
import io.winnow.audit.PoolHistory;
import io.winnow.audit.ReplayState;
import io.winnow.audit.UnreadableSourceException;
import io.winnow.audit.bundle.BundleSource;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.publish.ImageKey;
import io.winnow.cli.publish.JsonLines;
import io.winnow.cli.select.ScoreFiles;
import io.winnow.descriptor.backbone.BackboneException;
import io.winnow.descriptor.backbone.OnnxFiles;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.image.IdxImages;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.json.InvalidJsonException;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.offline.InvalidInputException;
import io.winnow.selection.offline.NpyDescriptors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Files that commands and the worker read, through the classes that read them. */
final class FileDecoders {

  /** Rounds that were closed and exported. */
  static final Path BUNDLE = Path.of("../audit/src/test/resources/frozen/evidence-1.zip");

  private static final List<String> PREDICTIONS =
      List.of(
          "{\"classes\":[\"a\",\"b\"],\"probabilities\":[0.6,0.4]}",
          "{\"classes\":[\"a\",\"b\"],\"boxes\":[{\"x\":1,\"y\":2,\"width\":3,\"height\":4,"
              + "\"probabilities\":[0.5,0.5]}]}",
          "{\"name\":\"spread\",\"value\":0.3,\"orientation\":\"HIGHER_IS_MORE_UNCERTAIN\"}");

  private final Path directory;
  private final TopicCatalog topics = new TopicCatalog(Map.of(RegistryConfig.URL, "mock://fuzz"));

  /**
   * @param directory for the files
   */
  FileDecoders(Path directory) {
    this.directory = directory;
  }

  List<Decoder> all() throws IOException {
    return List.of(
        published("jsonl scores", topics.scores(), ModelScored.class, scoreLines()),
        published("jsonl labels", topics.labels(), ImageLabelled.class, labelLines()),
        new Decoder(
            "jsonl select",
            Corpus.of(scoreLines()),
            ScoreFiles::readJsonLines,
            List.of(CommandException.class),
            4),
        new Decoder(
            "csv select",
            Corpus.of(tables()),
            ScoreFiles::readCsv,
            List.of(CommandException.class),
            6),
        encoder(),
        npy(),
        new Decoder(
            "onnx weights",
            Corpus.of(List.of(OnnxFiles.small())),
            input -> OnnxFiles.read(input, directory.resolve("weights.onnx")),
            List.of(BackboneException.class),
            4),
        new Decoder(
            "idx images",
            Corpus.of(List.of(SmallFiles.idx())),
            input -> IdxImages.read(new ByteArrayInputStream(input)),
            List.of(IOException.class),
            2),
        bundle());
  }

  /** As {@code scores publish} and {@code labels publish} make records of lines. */
  private static <V extends SpecificRecord> Decoder published(
      String name, Topic<V> topic, Class<V> type, List<byte[]> seeds) {
    return new Decoder(
        name,
        Corpus.of(seeds),
        input -> {
          JsonLines lines = new JsonLines(new ByteArrayInputStream(input));
          for (byte[] line = lines.next(); line != null; line = lines.next()) {
            var json = AvroJson.parse(JsonLines.decode(line));
            topic.record(ImageKey.take(json), AvroJson.fromJson(type, json));
          }
        },
        List.of(
            InvalidJsonException.class,
            CharacterCodingException.class,
            OversizedValueException.class),
        4);
  }

  private Decoder encoder() throws IOException {
    Path file = directory.resolve("encoder.zip");
    return new Decoder(
        "encoder zip",
        new ZipCorpus(SmallFiles.encoderZip(directory)),
        input -> {
          Files.write(file, input);
          EncoderFile.read(file);
        },
        List.of(EncoderException.class),
        6);
  }

  private Decoder npy() throws IOException {
    Path array = directory.resolve("descriptors.npy");
    List<String> names = List.of("a", "b", "c");
    Path ids = Files.write(directory.resolve("ids.txt"), names);
    return new Decoder(
        "npy descriptors",
        Corpus.of(List.of(SmallFiles.npy("<f4"), SmallFiles.npy("<f8"))),
        input -> {
          Files.write(array, input);
          try (NpyDescriptors descriptors = NpyDescriptors.open(array, ids)) {
            names.forEach(descriptors::read);
          }
        },
        List.of(InvalidInputException.class),
        6);
  }

  /** Opens, then verifies, as {@code audit verify --bundle} does. */
  private Decoder bundle() throws IOException {
    Path file = directory.resolve("bundle.zip");
    return new Decoder(
        "audit bundle",
        new ZipCorpus(Files.readAllBytes(BUNDLE)),
        input -> {
          Files.write(file, input);
          try (BundleSource source = BundleSource.open(file);
              ReplayState state = ReplayState.inMemory()) {
            for (String pool : PoolHistory.pools(source, source.topics())) {
              PoolAudit audit = new PoolAudit(pool, source, source.topics());
              audit.verify(1, audit.lastRound(), state, records -> {}, verdict -> {});
            }
          }
        },
        List.of(UnreadableSourceException.class),
        1);
  }

  private static List<byte[]> scoreLines() {
    return PREDICTIONS.stream()
        .map(
            prediction ->
                ("{\"imageId\":\"i-1\",\"pool\":\"p\",\"model\":\"m\",\"modelVersion\":\"1\","
                        + "\"member\":\"k\",\"prediction\":"
                        + prediction
                        + "}\n")
                    .getBytes(UTF_8))
        .toList();
  }

  private static List<byte[]> labelLines() {
    return List.of(
        ("{\"imageId\":\"i-1\",\"pool\":\"p\",\"label\":\"cat\","
                + "\"labelledAt\":\"2026-01-02T03:04:05Z\",\"source\":\"desk\"}\n")
            .getBytes(UTF_8));
  }

  private static List<byte[]> tables() {
    return List.of(
        "imageId,cat,dog,member,uri,attribute:site\na,0.6,0.4,k,file:/a,north\nb,0.5,0.5,,,\n"
            .getBytes(UTF_8),
        "imageId,uncertainty\n\"a,1\",0.25\n\"b\"\"2\",0.5\n".getBytes(UTF_8));
  }
}

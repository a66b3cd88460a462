package io.winnow.streams.mapping;

import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.EncoderProgress;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.ledger.ReportedCandidate;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.policy.EncoderChange;
import io.winnow.selection.round.DescribedCandidate;
import io.winnow.selection.round.PartitionCounts;
import io.winnow.selection.round.PoolReport;
import io.winnow.selection.round.PoolReport.DescriptorReport;
import io.winnow.selection.round.PoolReport.NextEncoder;
import io.winnow.selection.round.PoolReport.PoolGrown;
import io.winnow.selection.round.PoolReport.RankReport;
import io.winnow.selection.round.PoolReport.SampledImage;
import io.winnow.selection.round.RankedCandidate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reports of the round protocol between Avro and the selection's own types. */
public final class ReportMapping {

  private ReportMapping() {}

  public static io.winnow.schemas.PoolReport toAvro(PoolReport report) {
    long round = report instanceof PoolReport.Chunked chunked ? chunked.round() : 0;
    return new io.winnow.schemas.PoolReport(report.partition(), round, body(report));
  }

  /**
   * @throws IllegalArgumentException if the report is not valid
   */
  public static PoolReport fromAvro(String pool, io.winnow.schemas.PoolReport report) {
    int partition = report.getPartition();
    long round = report.getRound();
    Object body = report.getReport();
    if (body instanceof io.winnow.schemas.RankReport ranking) {
      return new RankReport(
          pool,
          partition,
          round,
          ranking.getChunk(),
          ranking.getChunks(),
          ranking.getCandidates().stream()
              .map(
                  candidate ->
                      new RankedCandidate(candidate.getImageId(), candidate.getUncertainty()))
              .toList(),
          positions(ranking),
          counts(ranking.getCounts()),
          ranking.getModelVersions(),
          ranking.getSample());
    } else if (body instanceof io.winnow.schemas.DescriptorReport described) {
      return new DescriptorReport(
          pool,
          partition,
          round,
          described.getPage(),
          described.getChunk(),
          described.getChunks(),
          described.getCandidates().stream()
              .map(candidate -> described(candidate, described.getEncoderId()))
              .toList(),
          described.getSample().stream()
              .map(
                  image ->
                      new SampledImage(image.getImageId(), ImageMapping.vector(image.getVector())))
              .toList());
    } else if (body instanceof io.winnow.schemas.PoolGrown grown) {
      return new PoolGrown(
          pool, partition, grown.getBecameEligible(), nextEncoder(grown.getNextEncoder()));
    }
    throw new IllegalArgumentException("unknown kind of report " + body);
  }

  private static Object body(PoolReport report) {
    if (report instanceof RankReport ranking) {
      return new io.winnow.schemas.RankReport(
          ranking.chunk(),
          ranking.chunks(),
          ranking.candidates().stream()
              .map(
                  candidate ->
                      new io.winnow.schemas.RankedCandidate(
                          candidate.imageId(), candidate.uncertainty()))
              .toList(),
          offsets(ranking.positions()),
          digests(ranking.positions()),
          counts(ranking.counts()),
          ranking.modelVersions(),
          ranking.sample());
    } else if (report instanceof DescriptorReport described) {
      return new io.winnow.schemas.DescriptorReport(
          described.page(),
          described.chunk(),
          described.chunks(),
          described.candidates().stream()
              .findFirst()
              .map(candidate -> candidate.descriptor().encoderId())
              .orElse(""),
          described.candidates().stream().map(ReportMapping::described).toList(),
          described.sample().stream()
              .map(
                  image ->
                      new io.winnow.schemas.SampledImage(
                          image.imageId(), ImageMapping.bytes(image.vector())))
              .toList());
    } else if (report instanceof PoolGrown grown) {
      return new io.winnow.schemas.PoolGrown(
          grown.becameEligible(), nextEncoder(grown.nextEncoder()));
    }
    throw new IllegalArgumentException("unknown kind of report " + report);
  }

  private static Map<String, InputPosition> positions(io.winnow.schemas.RankReport ranking) {
    Map<String, InputPosition> positions = new TreeMap<>();
    ranking
        .getPositions()
        .forEach(
            (topic, offset) -> {
              String digest = ranking.getInputDigests().get(topic);
              if (digest == null) {
                throw new IllegalArgumentException("report has no digest of topic " + topic);
              }
              positions.put(topic, new InputPosition(offset, digest));
            });
    return positions;
  }

  private static Map<String, Long> offsets(Map<String, InputPosition> positions) {
    return positions.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static Map<String, String> digests(Map<String, InputPosition> positions) {
    return positions.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().digest()));
  }

  private static io.winnow.schemas.DescribedCandidate described(DescribedCandidate described) {
    ReportedCandidate candidate = described.candidate();
    Descriptor descriptor = described.descriptor();
    List<Score> scores = candidate.scores();
    Score score = scores.get(scores.size() - 1);
    return io.winnow.schemas.DescribedCandidate.newBuilder()
        .setImageId(candidate.imageId())
        .setUncertainty(candidate.uncertainty())
        .setVector(ImageMapping.bytes(descriptor.vector()))
        .setImage(ImageMapping.image(descriptor.image()))
        .setAttributes(descriptor.attributes())
        .setDescribedAt(Instant.ofEpochMilli(descriptor.describedAt()))
        .setModel(score.model())
        .setModelVersion(score.modelVersion())
        .setMember(score.member())
        .setScoredAt(Instant.ofEpochMilli(score.scoredAt()))
        .setPrediction(PredictionMapping.toAvro(score.prediction()))
        .setCommittee(CommitteeMapping.toAvro(scores))
        .build();
  }

  private static DescribedCandidate described(
      io.winnow.schemas.DescribedCandidate candidate, String encoderId) {
    return new DescribedCandidate(
        new ReportedCandidate(
            candidate.getImageId(), candidate.getUncertainty(), scores(candidate)),
        new Descriptor(
            encoderId,
            ImageMapping.vector(candidate.getVector()),
            ImageMapping.image(candidate.getImage()),
            candidate.getAttributes(),
            candidate.getDescribedAt().toEpochMilli()));
  }

  private static List<Score> scores(io.winnow.schemas.DescribedCandidate candidate) {
    if (!candidate.getCommittee().isEmpty()) {
      return CommitteeMapping.fromAvro(candidate.getCommittee());
    }
    return List.of(
        new Score(
            candidate.getModel(),
            candidate.getModelVersion(),
            candidate.getMember(),
            candidate.getScoredAt().toEpochMilli(),
            PredictionMapping.fromAvro(candidate.getPrediction())));
  }

  private static PartitionCounts counts(io.winnow.schemas.PartitionCounts counts) {
    return new PartitionCounts(
        counts.getEligible(),
        counts.getWithoutDescriptor(),
        counts.getWithoutUncertainty(),
        counts.getFilteredOut(),
        counts.getIncompleteCommittee(),
        counts.getOutsideWindow(),
        counts.getLate(),
        counts.getBecameEligible(),
        new EncoderProgress(counts.getDescribed(), counts.getDescribedByNext()));
  }

  private static io.winnow.schemas.PartitionCounts counts(PartitionCounts counts) {
    return new io.winnow.schemas.PartitionCounts(
        counts.eligible(),
        counts.withoutDescriptor(),
        counts.withoutUncertainty(),
        counts.incompleteCommittee(),
        counts.outsideWindow(),
        counts.late(),
        counts.becameEligible(),
        counts.progress().described(),
        counts.progress().byNext(),
        counts.filteredOut());
  }

  private static NextEncoder nextEncoder(io.winnow.schemas.NextEncoder next) {
    return next == null
        ? null
        : new NextEncoder(
            new EncoderChange(
                new EncoderRef(next.getEncoderId(), next.getDescriptorSize()),
                new EncoderRef(next.getNextEncoderId(), next.getNextDescriptorSize())),
            new EncoderProgress(next.getDescribed(), next.getDescribedByNext()));
  }

  private static io.winnow.schemas.NextEncoder nextEncoder(NextEncoder next) {
    return next == null
        ? null
        : new io.winnow.schemas.NextEncoder(
            next.change().from().id(),
            next.change().from().size(),
            next.change().to().id(),
            next.change().to().size(),
            next.progress().described(),
            next.progress().byNext());
  }
}

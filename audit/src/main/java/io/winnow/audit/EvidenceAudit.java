package io.winnow.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.RoundRecords.Requested;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Decision;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.digest.Digests;
import io.winnow.selection.digest.UnsupportedVersionException;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.Query;
import io.winnow.selection.query.QueryCandidate;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.RankingOrder;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.round.RoundManifest;
import io.winnow.selection.round.SelectionReplay;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.PoolIntake.Input.ImageInput;
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.mapping.ImageMapping;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.mapping.ReasonMapping;
import io.winnow.streams.mapping.RoundMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Verifies rounds without scores, labels and commands: the manifests' digests and chain, and that
 * the query set follows from the uncertainties in the decisions and the descriptors of those
 * images. That the uncertainties follow from scores, and that nobody was left out of the ranking,
 * it cannot say.
 */
final class EvidenceAudit {

  /** What was found of a round. */
  record Outcome(Verdict verdict, List<String> findings) {}

  private final PoolHistory history;
  private final PoolLedger descriptors;
  private final SelectionReplay selections;

  /** The last round whose query set could not be chosen again; 0 if there is none. */
  private long unrepeated;

  /**
   * Reads the descriptors of the images that were looked at.
   *
   * @param last round that will be verified
   * @param stores for the descriptors
   * @param read told how many records were read, now and then
   */
  EvidenceAudit(
      String pool,
      RecordSource source,
      TopicCatalog topics,
      PoolHistory history,
      long last,
      LedgerStores stores,
      LongConsumer read) {
    this.history = history;
    this.descriptors = new PoolLedger(stores);
    this.selections = new SelectionReplay(pool);
    Set<String> images = history.decidedImages(last);
    LiveDecoder decoder = new LiveDecoder(topics, source);
    String topic = topics.descriptors().name();
    for (int number = 0; number < source.partitions(topic); number++) {
      int partition = number;
      long[] records = {0};
      source.read(
          topic,
          partition,
          source.begin(topic, partition),
          source.end(topic, partition),
          record -> {
            records[0]++;
            if (record.key() != null && images.contains(new String(record.key(), UTF_8))) {
              keep(decoder.decode(topic, partition, record), pool);
            }
          });
      read.accept(records[0]);
    }
  }

  private void keep(Optional<PoolIntake.Input> decoded, String pool) {
    if (decoded.orElse(null) instanceof ImageInput input && input.pool().equals(pool)) {
      try {
        input.foldInto(descriptors);
      } catch (RejectedRecordException e) {
        // became a dead letter then, too: no round looked at it
        return;
      }
    }
  }

  /** Verifies the next round; to be asked for every round, in order. */
  Outcome verify(long number) {
    RoundRecords written = history.round(number);
    if (written.manifest() == null) {
      unrepeated = number;
      return different(history.missing(number));
    }
    RoundManifest manifest;
    try {
      manifest = ManifestMapping.fromAvro(written.manifest());
    } catch (UnsupportedVersionException e) {
      unrepeated = number;
      return new Outcome(Verdict.UNVERIFIABLE, List.of(e.getMessage()));
    } catch (IllegalArgumentException e) {
      unrepeated = number;
      return different("manifest, " + e.getMessage());
    }
    List<String> findings = new ArrayList<>();
    if (history.manifestsOf(number) > 1) {
      findings.add("the manifest was written " + history.manifestsOf(number) + " times");
    }
    RoundComparison comparison = new RoundComparison();
    List<CandidateDecision> decisions =
        written.decisions().stream().map(EvidenceAudit::fromAvro).toList();
    Optional<String> disorder = disorder(decisions);
    disorder.ifPresent(findings::add);
    Optional<String> obstacle = disorder.or(() -> obstacle(manifest, decisions));
    RoundClosed.Builder expected = expected(manifest, decisions);
    if (manifest.abort() != null) {
      comparison.requests(written.requests(), List.of());
    } else if (obstacle.isPresent()) {
      unrepeated = number;
    } else {
      Query query = repeat(manifest, decisions);
      comparison.decisions(
          written.decisions(),
          query.decisions().stream()
              .map(decision -> RoundMapping.decision(manifest, decision))
              .toList());
      expected.setRepeated(query.repeated());
      comparison.requests(written.requests(), requests(manifest, written, query));
    }
    comparison.manifest(written.manifest(), expected.build());
    findings.addAll(comparison.findings());
    if (!findings.isEmpty()) {
      return new Outcome(Verdict.DIFFERENT, findings);
    }
    return obstacle
        .map(why -> new Outcome(Verdict.UNVERIFIABLE, List.of(why)))
        .orElse(new Outcome(Verdict.VERIFIED, List.of()));
  }

  private static Outcome different(String finding) {
    return new Outcome(Verdict.DIFFERENT, List.of(finding));
  }

  private static CandidateDecision fromAvro(CandidateDecided decided) {
    return new CandidateDecision(
        decided.getImageId(),
        decided.getRank(),
        decided.getUncertainty(),
        decided.getDecision() == Decision.SELECTED,
        ReasonMapping.of(decided),
        decided.getSimilarTo(),
        decided.getCosine());
  }

  /** Returns the manifest with all that follows from the decisions and the round before. */
  private RoundClosed.Builder expected(RoundManifest manifest, List<CandidateDecision> decisions) {
    List<String> selected =
        decisions.stream()
            .filter(CandidateDecision::selected)
            .map(CandidateDecision::imageId)
            .toList();
    RoundClosed before = history.round(manifest.round() - 1).manifest();
    return RoundClosed.newBuilder(ManifestMapping.toAvro(manifest))
        .setShortlisted(decisions.size())
        .setSelected(selected.size())
        .setShortlistDigest(Digests.shortlist(decisions))
        .setSelectionDigest(Digests.selection(selected))
        .setDecisionDigest(Digests.decisions(manifest.evidenceVersion(), decisions))
        .setPreviousDigest(before == null ? null : before.getDigest());
  }

  /** Returns why the query set cannot be chosen again from what is here. */
  private Optional<String> obstacle(RoundManifest manifest, List<CandidateDecision> decisions) {
    if (manifest.abort() != null) {
      return Optional.empty(); // nothing was chosen
    }
    PoolPolicy policy = manifest.policy();
    if (policy.constraints().limits().stream()
        .anyMatch(limit -> limit.by().equals(SelectionLimit.CLASS))) {
      return Optional.of("limits by class need the predictions, which scores alone have");
    }
    if (unrepeated > 0 && unrepeated >= manifest.round() - policy.memory().rounds()) {
      return Optional.of(
          "the policy remembers round " + unrepeated + ", which could not be repeated");
    }
    return decisions.stream()
        .filter(decision -> descriptor(manifest, decision) == null)
        .findFirst()
        .map(decision -> "the descriptor of image " + decision.imageId() + " has expired");
  }

  private static Optional<String> disorder(List<CandidateDecision> decisions) {
    for (int i = 0; i < decisions.size(); i++) {
      CandidateDecision one = decisions.get(i);
      if (one.rank() != i + 1 || (i > 0 && !ranked(decisions.get(i - 1), one))) {
        return Optional.of(
            "decision " + one.rank() + ", image " + one.imageId() + ", is out of order");
      }
    }
    return Optional.empty();
  }

  private static boolean ranked(CandidateDecision first, CandidateDecision second) {
    return RankingOrder.compare(
            first.uncertainty(), first.imageId(), second.uncertainty(), second.imageId())
        < 0;
  }

  private Descriptor descriptor(RoundManifest manifest, CandidateDecision decision) {
    return descriptors.descriptor(
        manifest.pool(), decision.imageId(), manifest.policy().encoders().current());
  }

  private Query repeat(RoundManifest manifest, List<CandidateDecision> decisions) {
    List<QueryCandidate> looked = new ArrayList<>();
    for (CandidateDecision decision : decisions) {
      Descriptor descriptor = descriptor(manifest, decision);
      looked.add(
          QueryCandidate.of(
              new ShortlistedCandidate(
                  decision.imageId(), decision.uncertainty(), descriptor.vector()),
              null,
              descriptor.image().uri(),
              descriptor.attributes()));
    }
    return selections.next(manifest.round(), manifest.policy(), manifest.budget(), looked);
  }

  /** Returns the annotation requests of a query set; what only scores say is taken as it is. */
  private List<Requested> requests(RoundManifest manifest, RoundRecords written, Query query) {
    List<CandidateDecision> selected = query.selected();
    return IntStream.range(0, selected.size())
        .mapToObj(
            i -> {
              CandidateDecision decision = selected.get(i);
              AnnotationRequested given =
                  i < written.requests().size() ? written.requests().get(i).request() : null;
              return new Requested(
                  decision.imageId(),
                  given == null ? null : request(manifest, i + 1, decision, given));
            })
        .toList();
  }

  private AnnotationRequested request(
      RoundManifest manifest, int rank, CandidateDecision decision, AnnotationRequested given) {
    Descriptor descriptor = descriptor(manifest, decision);
    AnnotationRequested.Builder request =
        AnnotationRequested.newBuilder(given)
            .setPool(manifest.pool())
            .setRound(manifest.round())
            .setRank(rank)
            .setBudget(manifest.budget())
            .setUncertainty(decision.uncertainty())
            .setMeasure(manifest.policy().scoring().measure().label())
            .setImage(ImageMapping.image(descriptor.image()))
            .setAttributes(descriptor.attributes())
            .setEncoderId(manifest.policy().encoders().current().id());
    ReasonMapping.write(request, manifest.evidenceVersion(), decision);
    return request.build();
  }
}

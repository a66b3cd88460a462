package io.winnow.streams.mapping;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Decision;
import io.winnow.schemas.RoundRequested;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.AbortRequest;
import io.winnow.selection.round.ClosedRound.QueriedImage;
import io.winnow.selection.round.RoundAbort;
import io.winnow.selection.round.RoundManifest;
import io.winnow.selection.round.RoundRequest;
import java.util.List;

/** Requests for rounds, query sets and decisions between Avro and the selection's own types. */
public final class RoundMapping {

  private RoundMapping() {}

  /**
   * @throws IllegalArgumentException if the request is not valid, in one line that says why
   */
  public static RoundRequest request(RoundRequested requested) {
    return new RoundRequest(
        SizeLimits.checkName("requestId", requested.getRequestId()), requested.getBudget());
  }

  /**
   * Returns the abort that a request asks for.
   *
   * @throws IllegalArgumentException if it is not valid, in one line that says why
   */
  public static AbortRequest abort(RoundRequested requested) {
    return new AbortRequest(
        requested.getAbort().getRound(),
        new RoundAbort(
            requested.getRequestId(),
            requested.getAbort().getReason(),
            requested.getRequestedBy()));
  }

  public static AnnotationRequested annotation(RoundManifest manifest, QueriedImage queried) {
    List<Score> scores = queried.image().candidate().scores();
    Score score = scores.get(scores.size() - 1);
    AnnotationRequested.Builder request =
        AnnotationRequested.newBuilder()
            .setPool(manifest.pool())
            .setRound(manifest.round())
            .setRank(queried.rank())
            .setBudget(manifest.budget())
            .setUncertainty(queried.image().candidate().uncertainty())
            .setMeasure(manifest.policy().scoring().measure().label())
            .setImage(ImageMapping.image(queried.image().descriptor().image()))
            .setAttributes(queried.image().descriptor().attributes())
            .setModel(score.model())
            .setModelVersion(score.modelVersion())
            .setPrediction(PredictionMapping.toAvro(queried.image().candidate().prediction()))
            .setCommittee(CommitteeMapping.toAvro(scores))
            .setEncoderId(manifest.policy().encoders().current().id());
    ReasonMapping.write(request, manifest.evidenceVersion(), queried.decision());
    return request.build();
  }

  public static CandidateDecided decision(RoundManifest manifest, CandidateDecision decision) {
    CandidateDecided.Builder decided =
        CandidateDecided.newBuilder()
            .setPool(manifest.pool())
            .setRound(manifest.round())
            .setImageId(decision.imageId())
            .setRank(decision.rank())
            .setUncertainty(decision.uncertainty())
            .setDecision(decision.selected() ? Decision.SELECTED : Decision.DROPPED)
            .setSimilarTo(decision.similarTo())
            .setCosine(decision.cosine());
    ReasonMapping.write(decided, manifest.evidenceVersion(), decision);
    return decided.build();
  }
}

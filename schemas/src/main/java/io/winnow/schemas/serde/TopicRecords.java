package io.winnow.schemas.serde;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import java.util.List;
import org.apache.avro.Schema;

/** The records that are values of topics, among which a writer's record is told apart. */
final class TopicRecords {

  static final List<Schema> SCHEMAS =
      List.of(
          ImageReceived.getClassSchema(),
          ModelScored.getClassSchema(),
          ImageDescribed.getClassSchema(),
          ImageLabelled.getClassSchema(),
          PoolCommand.getClassSchema(),
          PoolReport.getClassSchema(),
          RoundRequested.getClassSchema(),
          PoolPolicy.getClassSchema(),
          EncoderPublished.getClassSchema(),
          AnnotationRequested.getClassSchema(),
          CandidateDecided.getClassSchema(),
          RoundClosed.getClassSchema());

  private TopicRecords() {}
}

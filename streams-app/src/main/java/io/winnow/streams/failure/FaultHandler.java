package io.winnow.streams.failure;

import io.winnow.schemas.serde.OneLine;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka Streams does with an error that reaches it. The processors have turned a record's
 * fault and an internal one into dead letters before; sources and sinks carry bytes, which always
 * decode. So what comes here ends the instance, but for what the producer may try again. To go on
 * past a record that was not sent would lose a part of a transaction.
 */
public final class FaultHandler
    implements DeserializationExceptionHandler,
        ProcessingExceptionHandler,
        ProductionExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(FaultHandler.class);

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext at, ConsumerRecord<byte[], byte[]> record, Exception error) {
    log(at, "read", error);
    return DeserializationExceptionHandler.Response.fail();
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext at, Record<?, ?> record, Exception error) {
    log(at, "handle", error);
    return ProcessingExceptionHandler.Response.fail();
  }

  @Override
  public ProductionExceptionHandler.Response handleError(
      ErrorHandlerContext at, ProducerRecord<byte[], byte[]> record, Exception error) {
    if (error instanceof RetriableException) {
      return ProductionExceptionHandler.Response.retry();
    }
    log(at, "write to " + record.topic(), error);
    return ProductionExceptionHandler.Response.fail();
  }

  @Override
  @SuppressWarnings("rawtypes") // as Kafka Streams declares it
  public ProductionExceptionHandler.Response handleSerializationError(
      ErrorHandlerContext at,
      ProducerRecord record,
      Exception error,
      SerializationExceptionOrigin origin) {
    log(at, "serialise for " + record.topic(), error);
    return ProductionExceptionHandler.Response.fail();
  }

  @Override
  public void configure(Map<String, ?> settings) {
    // has none
  }

  private static void log(ErrorHandlerContext at, String what, Exception error) {
    LOG.error(
        "cannot {}, at {}-{}@{}, fault of: {}: {}",
        what,
        at.topic(),
        at.partition(),
        at.offset(),
        Fault.of(error),
        OneLine.of(error));
  }
}

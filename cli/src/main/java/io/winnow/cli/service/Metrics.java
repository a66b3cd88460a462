package io.winnow.cli.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.streams.StreamsRunner;

/** The meters of a service. */
public final class Metrics {

  private Metrics() {}

  /** A registry that already has memory, threads, processor and uptime of the JVM. */
  public static PrometheusMeterRegistry ofProcess() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  /**
   * Binds Kafka Streams' metrics and Winnow's own of the streams application.
   *
   * @return to be closed before the application is
   */
  public static KafkaStreamsMetrics bindStreams(StreamsRunner streams, MeterRegistry meters) {
    FunctionCounter.builder(
            "winnow.streams.records.restored", streams, StreamsRunner::restoredRecords)
        .register(meters);
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams.streams());
    metrics.bindTo(meters);
    return metrics;
  }
}

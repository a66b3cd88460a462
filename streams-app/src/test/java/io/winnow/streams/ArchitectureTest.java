package io.winnow.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.winnow.streams");

  /** A processor asks its context for the time, so that the test driver and Kafka own the clock. */
  @Test
  void shouldNotReadTheClock() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void shouldLeaveTheLifeCycleToTheRunner() {
    noClasses()
        .that()
        .doNotHaveSimpleName("StreamsRunner")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(KafkaStreams.class)
        .check(CLASSES);
  }

  @Test
  void shouldNotKnowTheDescriptorWorker() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.winnow.descriptor..")
        .check(CLASSES);
  }
}

package io.winnow.selection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The algorithm room: pure Java, no clock, no randomness without a seed. */
class BoundariesTest {
  private static final JavaClasses SELECTION =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.winnow.selection");

  @Test
  void shouldDependOnTheJdkOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "jdk.incubator.vector..", "io.winnow.selection..")
        .check(SELECTION);
  }

  @Test
  void shouldNotKnowKafkaAvroOrNd4j() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "org.nd4j..")
        .check(SELECTION);
  }

  @Test
  void shouldNotReadAClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callConstructor(Date.class)
        .check(SELECTION);
  }

  @Test
  void shouldNotDrawWithoutASeed() {
    noClasses()
        .should()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(StrictMath.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .check(SELECTION);
  }

  @Test
  void shouldResampleWithoutKnowingTheRoundProtocol() {
    noClasses()
        .that()
        .resideInAnyPackage("..selection.resampling..", "..selection.similarity..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..selection.ledger..", "..selection.round..")
        .check(SELECTION);
  }
}

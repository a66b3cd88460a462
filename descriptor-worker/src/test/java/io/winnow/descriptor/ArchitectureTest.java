package io.winnow.descriptor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.winnow.descriptor", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule THE_WORKER_IS_NO_STREAMS_APPLICATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.streams..", "io.winnow.selection..", "io.winnow.streams..");

  @ArchTest
  static final ArchRule ENCODING_KNOWS_NOTHING_OF_TOPICS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.winnow.descriptor.backbone..",
              "io.winnow.descriptor.encoder..",
              "io.winnow.descriptor.training..",
              "io.winnow.descriptor.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.winnow.schemas..",
              "io.winnow.descriptor.source..",
              "io.winnow.descriptor.worker..");

  @ArchTest
  static final ArchRule FETCHING_KNOWS_NOTHING_OF_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("io.winnow.descriptor.source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.winnow.descriptor.backbone..",
              "io.winnow.descriptor.encoder..",
              "io.winnow.descriptor.worker..");

  @ArchTest
  static final ArchRule NATIVE_CODE_STAYS_BEHIND_THE_BACKBONE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.winnow.descriptor.image..",
              "io.winnow.descriptor.source..",
              "io.winnow.descriptor.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "ai.onnxruntime..");
}

package io.winnow.descriptor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.winnow.descriptor");

  @Test
  void shouldKnowNoStreamsApplicationAnywhere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka.streams..", "io.winnow.selection..", "io.winnow.streams..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNoTopicsWhenEncoding() {
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
            "io.winnow.descriptor.worker..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNoKafkaWhenFetching() {
    noClasses()
        .that()
        .resideInAPackage("io.winnow.descriptor.source..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "io.winnow.descriptor.backbone..",
            "io.winnow.descriptor.encoder..",
            "io.winnow.descriptor.worker..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepNativeCodeBehindTheBackbone() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.winnow.descriptor.image..",
            "io.winnow.descriptor.source..",
            "io.winnow.descriptor.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "ai.onnxruntime..")
        .check(CLASSES);
  }
}

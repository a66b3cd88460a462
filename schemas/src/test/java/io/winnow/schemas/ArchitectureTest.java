package io.winnow.schemas;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.winnow.schemas");

  @Test
  void shouldKnowNoStreamsAndNoFlinkWhenItIsAllModulesFoundation() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.kafka.streams..", "org.apache.flink.."))
        .check(CLASSES);
  }

  @Test
  void shouldKnowNoOtherModuleWhenItIsAllModulesFoundation() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.winnow..").and(resideOutsideOfPackage("io.winnow.schemas..")))
        .check(CLASSES);
  }

  @Test
  void shouldTalkToTheRegistryOnlyInTheSerdes() {
    noClasses()
        .that(resideOutsideOfPackage("io.winnow.schemas.serde"))
        .should()
        .dependOnClassesThat(resideInAPackage("io.confluent.."))
        .check(CLASSES);
  }
}

package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link SecuredPipelineIT} in containers of the product's images. */
class SecuredStackIT {

  @TempDir private static Path directory;
  private static SecuredContainers containers;

  @BeforeAll
  static void start() throws Exception {
    ContainerImages.assumePresent();
    containers = SecuredContainers.start(directory);
  }

  @AfterAll
  static void stop() {
    if (containers != null) {
      containers.close();
    }
  }

  @Test
  void shouldCloseAndVerifyARoundOverTlsWithScramAndOnlyTheRightsOfEachRole() throws Exception {
    GuardedPool pool = new GuardedPool(containers.clients(), directory);
    pool.createTopics();
    containers.startServices();

    pool.closeARound();

    assertThat(containers.logs()).isNotEmpty().doesNotContain(SecuredClients.secrets());
  }
}

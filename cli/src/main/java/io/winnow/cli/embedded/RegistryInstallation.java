package io.winnow.cli.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the registry application was unpacked: directory {@code registry} beside the jar (or the
 * class directory) of this module, unless the system property {@value #HOME_PROPERTY} names
 * another.
 *
 * @param runner the application's jar; its manifest names its libraries
 * @param ownCode jar or directory with {@link RegistryProcess}
 */
record RegistryInstallation(Path runner, Path ownCode) {

  static final String HOME_PROPERTY = "winnow.registry.home";

  private static final String RUNNER_SUFFIX = "-runner.jar";

  static RegistryInstallation locate() {
    Path ownCode = jarOrClasses();
    String configured = System.getProperty(HOME_PROPERTY);
    Path home = configured == null ? ownCode.resolveSibling("registry") : Path.of(configured);
    return new RegistryInstallation(runnerIn(home), ownCode);
  }

  /** The java binary of the running JVM. */
  Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  String classPath() {
    return ownCode + File.pathSeparator + runner;
  }

  private static Path runnerIn(Path home) {
    if (!Files.isDirectory(home)) {
      throw notThere(home);
    }
    try (Stream<Path> files = Files.list(home)) {
      List<Path> runners =
          files
              .filter(file -> file.getFileName().toString().endsWith(RUNNER_SUFFIX))
              .collect(Collectors.toList());
      if (runners.size() != 1) {
        throw notThere(home);
      }
      return runners.get(0);
    } catch (IOException e) {
      throw new EmbeddedStackException("cannot list " + home + ": " + e.getMessage(), e);
    }
  }

  private static EmbeddedStackException notThere(Path home) {
    return new EmbeddedStackException(
        "Schema registry application not found: expected exactly one *"
            + RUNNER_SUFFIX
            + " in "
            + home
            + " (the build unpacks it there; -D"
            + HOME_PROPERTY
            + "=DIR names another directory)");
  }

  private static Path jarOrClasses() {
    try {
      return Path.of(
          RegistryInstallation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new EmbeddedStackException("cannot find this program's own jar", e);
    }
  }
}

package io.winnow.cli.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Main class of the registry's process: starts the registry application and ends with the parent.
 * The parent holds the other end of standard input; when it dies, even by SIGKILL, the pipe closes
 * and so does this process. No orphan keeps the port.
 */
final class RegistryProcess {

  private static final String REGISTRY_MAIN = "io.quarkus.runner.GeneratedMain";

  private RegistryProcess() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(RegistryProcess::exitWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Class.forName(REGISTRY_MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
  }

  private static void exitWithParent() {
    try (InputStream parent = System.in) {
      parent.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("standard input failed, taken as the end of the parent: " + e);
    }
    System.exit(0);
  }
}

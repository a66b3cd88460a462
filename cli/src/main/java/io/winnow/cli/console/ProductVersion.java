package io.winnow.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
public final class ProductVersion implements IVersionProvider {

  private static final String RESOURCE = "/winnow-version.properties";

  @Override
  public String[] getVersion() {
    return new String[] {
      "winnow " + number(), "Java " + System.getProperty("java.runtime.version")
    };
  }

  /** For example {@code 0.1.0-SNAPSHOT}. */
  public static String number() {
    try (InputStream resource = ProductVersion.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}

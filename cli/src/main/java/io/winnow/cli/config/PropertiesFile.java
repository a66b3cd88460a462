package io.winnow.cli.config;

import io.winnow.cli.console.ByteOrderMark;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.FileFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/** Reads a file of settings: {@code key=value} lines in UTF-8, with or without byte-order mark. */
public final class PropertiesFile {

  private PropertiesFile() {}

  /**
   * Reads the file.
   *
   * @param flag that named it, for messages
   * @throws CommandException if it cannot be read
   */
  public static Properties read(String flag, Path file) {
    Properties properties = new Properties();
    try (BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      ByteOrderMark.skip(bytes);
      Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
      properties.load(text);
      return properties;
    } catch (NoSuchFileException e) {
      throw new CommandException(flag + " " + file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new CommandException(flag + " " + file + ": not UTF-8", e);
    } catch (IOException e) {
      throw new CommandException(flag + " " + file + ": " + FileFault.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(flag + " " + file + ": " + e.getMessage(), e);
    }
  }
}

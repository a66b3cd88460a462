package io.winnow.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, in words: the JDK's exceptions often carry the path alone. */
public final class FileFault {

  private FileFault() {}

  /** The reason without the path. */
  public static String reason(IOException error) {
    if (error instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (error instanceof AccessDeniedException) {
      return "permission denied";
    } else if (error instanceof FileSystemLoopException) {
      return "a link that leads back to a directory above it";
    } else if (error instanceof NotDirectoryException) {
      return "not a directory";
    } else if (error instanceof FileAlreadyExistsException) {
      return "exists already";
    } else if (error instanceof DirectoryNotEmptyException) {
      return "directory is not empty";
    } else if (error instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    return error.getMessage() == null ? "cannot be read" : error.getMessage();
  }
}

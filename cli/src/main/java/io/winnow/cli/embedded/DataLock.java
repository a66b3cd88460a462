package io.winnow.cli.embedded;

import io.winnow.cli.console.FileFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second stack from a data directory. Kafka's own lock comes too late: its metadata log is
 * written before. The operating system lets go of this one when the process ends, however it ends.
 */
final class DataLock implements AutoCloseable {

  private static final String FILE = "winnow.lock";

  private final FileChannel file;

  private DataLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the lock of a directory, which is made where it is missing.
   *
   * @throws EmbeddedStackException if another stack has it, or the directory cannot be written
   */
  static DataLock of(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(file)) {
        return new DataLock(file);
      }
      file.close();
    } catch (IOException e) {
      throw new EmbeddedStackException(
          "data directory " + directory + " cannot be used: " + FileFault.reason(e), e);
    }
    throw new EmbeddedStackException(
        "data directory "
            + directory
            + " is used by another 'winnow up' or 'winnow demo'; stop that, or name another"
            + " directory");
  }

  /** Whether the lock is ours now; it goes with the file's channel. */
  private static boolean isTaken(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another stack of this process has it.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files below a directory, in order of their paths, told apart by their first bytes.
 *
 * @param pictures files of a format that the worker decodes
 * @param others ids of the rest
 * @param skipped what could not be looked at
 */
public record PictureFiles(List<Picture> pictures, List<String> others, List<SkippedFile> skipped) {

  /**
   * A picture.
   *
   * @param imageId its path below the directory, see {@link FileIds}
   * @param contentType media type
   */
  public record Picture(Path file, String imageId, String contentType) {}

  /** Copies the lists. */
  public PictureFiles {
    pictures = List.copyOf(pictures);
    others = List.copyOf(others);
    skipped = List.copyOf(skipped);
  }

  /**
   * Lists a directory and those below it.
   *
   * @throws CommandException if there is no picture, or the directory itself cannot be read
   */
  public static PictureFiles below(Path root) {
    FolderListing listing;
    try {
      listing = FolderListing.of(root);
    } catch (IOException e) {
      throw new CommandException("cannot list " + root + ": " + FileFault.reason(e), e);
    }
    List<Picture> pictures = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<SkippedFile> skipped = new ArrayList<>(listing.skipped());
    for (Path file : listing.files()) {
      String imageId = FileIds.of(root, file);
      try {
        Optional<String> contentType = PictureContent.mediaType(file);
        contentType.ifPresentOrElse(
            type -> pictures.add(new Picture(file, imageId, type)), () -> others.add(imageId));
      } catch (IOException e) {
        skipped.add(new SkippedFile(imageId, FileFault.reason(e)));
      }
    }
    if (pictures.isEmpty()) {
      throw new CommandException(
          "no pictures (%s) below %s%s%s"
              .formatted(
                  PictureContent.FORMATS,
                  root,
                  others.isEmpty() ? "" : ", but " + others.size() + " other files",
                  skipped.isEmpty() ? "" : ", " + skipped.size() + " could not be read"));
    }
    return new PictureFiles(pictures, others, skipped);
  }
}

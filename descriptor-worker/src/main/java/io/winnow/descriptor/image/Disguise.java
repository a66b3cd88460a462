package io.winnow.descriptor.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/**
 * Ways in which the same picture comes back as another file: what counts as a near-duplicate where
 * descriptors are calibrated and evaluated.
 */
public enum Disguise {
  /** 80 to 95 % of each side, anywhere. */
  CROP {
    @Override
    BufferedImage apply(BufferedImage picture, SplittableRandom random) {
      double share = 0.80 + 0.15 * random.nextDouble();
      int width = (int) Math.max(1, Math.round(share * picture.getWidth()));
      int height = (int) Math.max(1, Math.round(share * picture.getHeight()));
      int x = random.nextInt(picture.getWidth() - width + 1);
      int y = random.nextInt(picture.getHeight() - height + 1);
      return drawn(width, height, picture, AffineTransform.getTranslateInstance(-x, -y));
    }
  },
  /** Left and right exchanged. */
  FLIP {
    @Override
    BufferedImage apply(BufferedImage picture, SplittableRandom random) {
      AffineTransform mirror = AffineTransform.getTranslateInstance(picture.getWidth(), 0);
      mirror.scale(-1, 1);
      return drawn(picture.getWidth(), picture.getHeight(), picture, mirror);
    }
  },
  /** All values times 0.6 to 0.8 or 1.2 to 1.4, cut off. */
  BRIGHTNESS {
    @Override
    BufferedImage apply(BufferedImage picture, SplittableRandom random) {
      double factor = (random.nextBoolean() ? 0.6 : 1.2) + 0.2 * random.nextDouble();
      BufferedImage bright =
          new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x < picture.getWidth(); x++) {
          int rgb = picture.getRGB(x, y);
          int scaled = 0;
          for (int shift = 16; shift >= 0; shift -= 8) {
            int value = (int) Math.min(255, Math.round(factor * (rgb >> shift & 0xff)));
            scaled |= value << shift;
          }
          bright.setRGB(x, y, scaled);
        }
      }
      return bright;
    }
  },
  /** Compressed as a JPEG of quality 30. */
  JPEG_30 {
    @Override
    BufferedImage apply(BufferedImage picture, SplittableRandom random) {
      ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (var out = ImageIO.createImageOutputStream(bytes)) {
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(0.3f);
        writer.setOutput(out);
        writer.write(null, new IIOImage(picture, null, null), quality);
        out.flush();
        return buffered(
            new ImageDecoder(ImageDecoder.MAX_PIXELS_LIMIT).decode(bytes.toByteArray()));
      } catch (IOException | ImageRejectedException e) {
        throw new IllegalStateException("cannot compress a picture in memory", e);
      } finally {
        writer.dispose();
      }
    }
  },
  /** Turned by 3 to 10 degrees either way; the corners show the picture itself, enlarged. */
  ROTATION {
    @Override
    BufferedImage apply(BufferedImage picture, SplittableRandom random) {
      double angle = Math.toRadians(3 + 7 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
      double x = picture.getWidth() / 2.0;
      double y = picture.getHeight() / 2.0;
      double zoom = Math.cos(angle) + Math.abs(Math.sin(angle)) * Math.max(x / y, y / x);
      AffineTransform turn = AffineTransform.getTranslateInstance(x, y);
      turn.rotate(angle);
      turn.scale(zoom, zoom);
      turn.translate(-x, -y);
      return drawn(picture.getWidth(), picture.getHeight(), picture, turn);
    }
  };

  abstract BufferedImage apply(BufferedImage picture, SplittableRandom random);

  /** The picture in this disguise; how strong it is follows from the random numbers. */
  public DecodedImage of(DecodedImage picture, SplittableRandom random) {
    return decoded(apply(buffered(picture), random));
  }

  private static BufferedImage drawn(
      int width, int height, BufferedImage picture, AffineTransform transform) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, transform, null);
    graphics.dispose();
    return target;
  }

  private static BufferedImage buffered(DecodedImage picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.rgb();
    for (int p = 0; p < picture.width() * picture.height(); p++) {
      int value =
          (rgb[3 * p] & 0xff) << 16 | (rgb[3 * p + 1] & 0xff) << 8 | (rgb[3 * p + 2] & 0xff);
      image.setRGB(p % picture.width(), p / picture.width(), value);
    }
    return image;
  }

  private static DecodedImage decoded(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int value = image.getRGB(x, y);
        int at = 3 * (y * image.getWidth() + x);
        rgb[at] = (byte) (value >> 16);
        rgb[at + 1] = (byte) (value >> 8);
        rgb[at + 2] = (byte) value;
      }
    }
    return new DecodedImage(image.getWidth(), image.getHeight(), rgb);
  }
}

package restaurant.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A picture, as blocks of pixels of which each has its mean color: how the edge of a letter is
 * smoothed does not count, what is elsewhere or of another color does.
 */
record Picture(int columns, int rows, int[] blocks) {

  private static final int BLOCK = 4;

  /** By so much of 255 red, green or blue of a block may differ. */
  private static final int MOST_APART = 12;

  /** So many of a thousand blocks may differ by more. */
  private static final int MOST_DIFFERENT = 1;

  private static final int[] COLORS = {16, 8, 0};

  static Picture of(Path png) throws IOException {
    var image = ImageIO.read(png.toFile());
    int columns = Math.ceilDiv(image.getWidth(), BLOCK);
    int rows = Math.ceilDiv(image.getHeight(), BLOCK);
    var blocks =
        IntStream.range(0, columns * rows)
            .map(i -> mean(image, i % columns * BLOCK, i / columns * BLOCK))
            .toArray();
    return new Picture(columns, rows, blocks);
  }

  private static int mean(BufferedImage image, int left, int top) {
    int width = Math.min(BLOCK, image.getWidth() - left);
    int height = Math.min(BLOCK, image.getHeight() - top);
    var pixels = image.getRGB(left, top, width, height, null, 0, width);
    int mean = 0;
    for (int color : COLORS) {
      mean |= IntStream.of(pixels).map(it -> it >> color & 0xff).sum() / pixels.length << color;
    }
    return mean;
  }

  private boolean isApart(Picture other, int i) {
    for (int color : COLORS) {
      int one = blocks[i] >> color & 0xff;
      int two = other.blocks[i] >> color & 0xff;
      if (Math.abs(one - two) > MOST_APART) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param name what to call it when it does not look like the other
   */
  void assertLooksLike(Picture other, String name) {
    assertEquals(
        "%d × %d".formatted(other.columns, other.rows),
        "%d × %d".formatted(columns, rows),
        () -> "%s has another size, in blocks of %d pixels".formatted(name, BLOCK));
    var apart = IntStream.range(0, blocks.length).filter(i -> isApart(other, i)).toArray();
    assertTrue(
        apart.length * 1_000L <= (long) MOST_DIFFERENT * blocks.length,
        () ->
            "%s looks different in %d of %d blocks, first at %d, %d"
                .formatted(
                    name,
                    apart.length,
                    blocks.length,
                    apart[0] % columns * BLOCK,
                    apart[0] / columns * BLOCK));
  }
}

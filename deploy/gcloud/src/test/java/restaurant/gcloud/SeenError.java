package restaurant.gcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Google has been seen to say: a line of src/test/resources/errors.tsv.
 *
 * @param passes whether the same call succeeds some minutes later, without anybody's doing
 * @param status as it was printed: "409 ABORTED", "13 INTERNAL", or "-" where nobody wrote it down
 * @param source where the text was read
 */
record SeenError(boolean passes, String api, String status, String text, String source) {

  static List<SeenError> all() {
    try (var lines = Files.lines(Path.of("src/test/resources/errors.tsv"))) {
      return lines.filter(line -> !line.startsWith("#")).map(SeenError::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SeenError of(String line) {
    var columns = line.split("\t", -1);
    if (columns.length != 5 || !List.of("retried", "fatal").contains(columns[0])) {
      throw new IllegalStateException(line);
    }
    return new SeenError(
        columns[0].equals("retried"), columns[1], columns[2], columns[3], columns[4]);
  }

  /** As HTTP has it; 400 where nobody wrote it down. */
  int httpStatus() {
    var code = status.replaceFirst(" .*", "");
    return switch (code.matches("\\d{3}") ? code : name()) {
      case "INTERNAL" -> 500;
      case "UNAVAILABLE" -> 503;
      case "RESOURCE_EXHAUSTED" -> 429;
      case "ABORTED", "ALREADY_EXISTS" -> 409;
      case "NOT_FOUND" -> 404;
      case "PERMISSION_DENIED" -> 403;
      default -> code.matches("\\d{3}") ? Integer.parseInt(code) : 400;
    };
  }

  /** "ABORTED"; "UNKNOWN" where nobody wrote it down. */
  String name() {
    var name = status.replaceFirst("^[0-9]+ ?", "").replaceFirst(" .*", "");
    return name.matches("[A-Z_]+") ? name : "UNKNOWN";
  }

  /** As gcloud prints it. */
  String printed() {
    return "ERROR: (gcloud.some.command) " + (status.equals("-") ? "" : status + ": ") + text;
  }
}

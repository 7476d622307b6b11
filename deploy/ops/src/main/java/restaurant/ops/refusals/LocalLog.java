package restaurant.ops.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log of a local run: an entry a line. */
final class LocalLog {

  private LocalLog() {}

  static List<JsonNode> entries(Path file, RefusalFilter filter) {
    try (var lines = Files.lines(file)) {
      var all = lines.map(Json::parse).filter(filter::matches).toList();
      return all.subList(Math.max(0, all.size() - RefusedCommands.MOST), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

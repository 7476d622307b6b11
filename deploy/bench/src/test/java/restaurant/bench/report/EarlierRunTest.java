package restaurant.bench.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRunTest {

  @TempDir private Path folder;

  @Test
  void figuresWhoseSpreadsDoNotMeetAreNamed() throws Exception {
    run(Optional.empty(), row("steady", 1.0, 1.2), row("faster", 2.0, 2.2), row("gone", 1.0));
    var earlier = EarlierRun.read(folder.resolve("bench.json"));

    var said =
        run(
            Optional.of(earlier),
            row("steady", 1.2, 1.3),
            row("faster", 1.0, 1.6),
            row("new", 1.0));

    assertTrue(said.contains("the spreads of 1 of 2 figures meet."), said);
    assertTrue(said.contains("  faster: 1..1.60, and 2..2.20 then (25.0% apart)"), said);
  }

  private static Row row(String figure, Double... rounds) {
    return Row.plain("s", figure, "ms", List.of(rounds), Target.NONE);
  }

  private String run(Optional<EarlierRun> earlier, Row... rows) throws Exception {
    var out = new ByteArrayOutputStream();
    var report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8), folder, earlier);
    List.of(rows).forEach(report::add);
    report.finish();
    return out.toString(StandardCharsets.UTF_8);
  }
}

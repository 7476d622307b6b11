package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes by itself is waited for, and what a person must mend is not. */
class PatienceTest {

  @TempDir private Path folder;

  @Test
  void eachMessageIsOneOfItsKindAndHasASource() {
    var corpus = SeenError.all();
    assertTrue(corpus.size() >= 40, () -> corpus.size() + " messages");
    var texts = new HashSet<String>();
    for (var said : corpus) {
      assertTrue(texts.add(said.text()), said.text());
      assertTrue(said.source().matches("https://.+|lib/googlecloudsdk/.+"), said.source());
    }
  }

  /** Each is said once, and the call after it would succeed. */
  @Test
  void whatPassesIsTriedAgainAndNothingElse() throws Exception {
    var corpus = SeenError.all();
    var script = folder.resolve("script");
    var lines = new ArrayList<String>();
    lines.add("set -uo pipefail; cd ../..; . deploy/gcloud/lib/common.sh");
    lines.add("PATIENCE=60 PAUSE=0 WORK=" + folder);
    lines.add(
        "once() { [ ! -e \"$1.done\" ] || return 0; : >\"$1.done\"; cat \"$1\" >&2; return 1; }");
    for (int i = 0; i < corpus.size(); i++) {
      var file = folder.resolve("said-" + i);
      Files.writeString(file, corpus.get(i).printed() + "\n");
      lines.add(
          "if patiently once %s 2>/dev/null; then echo retried; else echo fatal; fi"
              .formatted(file));
    }
    Files.write(script, lines);
    var process = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
    String output;
    try (var out = process.inputReader()) {
      output = String.join("\n", out.lines().toList());
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    var verdicts = output.lines().toList();
    assertEquals(corpus.size(), verdicts.size(), output);
    var wrong = new ArrayList<String>();
    for (int i = 0; i < corpus.size(); i++) {
      if (verdicts.get(i).equals("retried") != corpus.get(i).passes()) {
        wrong.add(verdicts.get(i) + ": " + corpus.get(i).text());
      }
    }
    assertEquals(List.of(), wrong);
  }
}
